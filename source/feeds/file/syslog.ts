import {type ReadEntry} from './read-entry.ts';
import {type StampReader, wholeTime} from './stamp-reader.ts';
import {readLevel} from './text-level.ts';

/** `<165>1 2026-10-11T22:14:15.003Z host app 1234 ID47 [data] message` (RFC 5424). */
export function readSyslog5424(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
	const [
		,
		priority,
		stamp = '',
		host = '',
		app = '',
		pid = '',
		id = '',
		rest = '',
	] = syslog5424.exec(line) ?? [];
	if (priority === undefined) {
		return undefined;
	}

	const time = stamps.read(stamp);
	const tag = `${app}${pid === '-' ? '' : `[${pid}]`}`;
	const message = rest.replace(/^- ?/v, '').replace(/^\uFEFF/v, '');
	return {
		...(time !== undefined && {time}),
		level: severityWord(Number(priority)),
		region: host === '-' ? '' : host,
		message: [
			...(tag === '-' ? [] : [`${tag}:`]),
			...(id === '-' ? [] : [id]),
			message,
		].join(' '),
	};
}

const syslog5424 =
	/^(?:\d{1,6} )?<(\d{1,3})>1 (\S{1,40}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) (.*)$/sv;

/** `Oct 11 22:14:15 host app[123]: message` (RFC 3164), and rsyslog's with a whole time. */
export function readSyslog3164(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
	const like = readLikeLast(line, stamps);
	if (like !== undefined) {
		return like;
	}

	const [, priority, stamp = '', host = '', tag = '', message = '', bare] =
		syslog3164.exec(line) ?? [];
	// Behind a whole time, a level stands where syslog has the host.
	const isOther = stamp.charAt(4) === '-' && readLevel(host).level !== '';
	const time = isOther
		? undefined
		: (stamps.readWithoutYear(stamp) ?? stamps.read(stamp));
	if (time !== undefined && priority === undefined && bare === undefined) {
		stamps.leading.learn(stamp, time);
		const {senders} = stamps;
		if (senders.size >= mostSenders) {
			senders.clear();
		}

		senders.set(` ${host} ${tag}`, host);
	}

	return time === undefined
		? undefined
		: {
				time,
				level:
					priority === undefined
						? readLevel(message).level
						: severityWord(Number(priority)),
				region: host,
				message: bare ?? `${tag}: ${message}`,
			};
}

/** Of a line without a priority, by a sender that is known and in the hour of the last one: what an expression finds in ten times as long. */
function readLikeLast(
	line: string,
	{leading, senders}: StampReader,
): ReadEntry | undefined {
	const time = leading.read(line);
	if (time === undefined) {
		return undefined;
	}

	const {end} = leading;
	const hostEnd = line.indexOf(' ', end + 1);
	const colon = hostEnd === -1 ? -1 : line.indexOf(':', hostEnd);
	const sender = colon === -1 ? '' : line.slice(end, colon);
	const region = senders.get(sender);
	if (region === undefined) {
		return undefined;
	}

	const message = line.slice(
		line.charAt(colon + 1) === ' ' ? colon + 2 : colon + 1,
	);
	return {
		time,
		level: readLevel(message).level,
		region,
		message: `${sender.slice(region.length + 2)}: ${message}`,
	};
}

/** Programs and their processes of which the names are known. */
const mostSenders = 1024;

const syslog3164 = new RegExp(
	String.raw`^(?:<(\d{1,3})>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})?|${wholeTime}) ([\w.\-:]{1,255}) (?:([A-Za-z_\/\(][\w.\/\-\(\)@ ]{0,63}(?:\[\d{1,10}\])?): ?(.*)|(last message repeated .*|message repeated .*))$`,
	'sv',
);

/** The level of a syslog priority: eight of them are a facility. */
function severityWord(priority: number): string {
	return (
		[
			'emergency',
			'alert',
			'critical',
			'error',
			'warning',
			'notice',
			'info',
			'debug',
		][priority % 8] ?? ''
	);
}
