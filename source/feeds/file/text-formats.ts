import {type Micros} from '../../log/entry.ts';
import {
	type LineFormat,
	type ReadEntry,
	type TimeContext,
} from './read-entry.ts';
import {createStampReader, type StampReader} from './stamp-reader.ts';
import {readLevel} from './text-level.ts';

/** The formats whose lines are text, those that say most about a line first. */
export function createTextFormats(context: TimeContext): readonly LineFormat[] {
	const stamps = createStampReader(context);
	return [
		{
			...textFormat('deplog text', (line) => readDeplog(line, stamps)),
			further: (line) => line.replace(/^ {4}/v, ''),
		},
		textFormat('deno deploy logs', (line) => readDenoLogs(line, stamps)),
		textFormat('syslog', (line) => readSyslog5424(line, stamps)),
		textFormat('syslog', (line) => readSyslog3164(line, stamps)),
		textFormat('access log', (line) => readAccessLog(line, stamps)),
		textFormat('wrangler tail', (line) => readWrangler(line, stamps)),
		textFormat('container log', (line) => readContainer(line, stamps)),
		textFormat('klog', (line) => readKlog(line, stamps, context)),
		textFormat('logfmt', (line) => readLogfmt(line, stamps)),
		textFormat('text with times', (line) => readTimed(line, stamps)),
		textFormat('text with levels', readLevelled),
	];
}

function textFormat(
	name: string,
	read: (line: string) => ReadEntry | undefined,
): LineFormat {
	return {
		name,
		isJson: false,
		read(line) {
			const entry = read(line);
			return entry === undefined ? undefined : [entry];
		},
	};
}

/** A line of which nothing is known: its time and its level where it begins with them. */
export function createPlainReader(
	context: TimeContext,
): (line: string) => ReadEntry {
	const stamps = createStampReader(context);
	return (line) => readTimed(line, stamps) ?? {...readLevel(line), region: ''};
}

/** Lines of no format that is known. */
export const plainFormat: LineFormat = {
	name: 'text',
	isJson: false,
	read: (line) => [{...readLevel(line), region: '', message: line}],
};

const offset = String.raw`(?:Z|[+\-]\d\d:?\d\d)`;
const iso = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?`;

/** `2026-01-31T12:03:21.340+01:00 warning us-east4 message`: what `s` saves and `--format text` prints. A `?` says that the time was invented. */
function readDeplog(line: string, stamps: StampReader): ReadEntry | undefined {
	const [, stamp = '', doubt, level = '', region = '', message = ''] =
		deplogLine.exec(line) ?? [];
	const time = stamps.read(stamp);
	return time === undefined || level.length < 'warning'.length
		? undefined
		: {
				...(doubt === '' && {time}),
				level: level.trim(),
				region,
				message,
			};
}

const deplogLine = new RegExp(
	String.raw`^(${iso}${offset})(\??) ([A-Za-z]\w{6,19}|[A-Za-z]\w{0,5} {1,6}| {7}) ([\w\-]{0,60}) (.*)$`,
	'sv',
);

/** `[2026-01-31 12:03:21.34 (trace)] message`. */
function readDenoLogs(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
	const [, stamp = '', trace = '', message = ''] = denoLine.exec(line) ?? [];
	const time = stamps.read(stamp);
	return time === undefined
		? undefined
		: {
				time,
				level: readLevel(message).level,
				region: '',
				message: trace === '' ? message : `${message} trace=${trace}`,
			};
}

const denoLine =
	/^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{2,3})(?: \(([^\)]{0,64})\))?\] (.*)$/sv;

/** `<165>1 2026-10-11T22:14:15.003Z host app 1234 ID47 [data] message` (RFC 5424). */
function readSyslog5424(
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
	/^<(\d{1,3})>1 (\S{1,40}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) (.*)$/sv;

/** `Oct 11 22:14:15 host app[123]: message` (RFC 3164), and rsyslog's with a whole time. */
function readSyslog3164(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
	const like = readLikeLast(line, stamps);
	if (like !== undefined) {
		return like;
	}

	const [, priority, stamp = '', host = '', tag = '', message = ''] =
		syslog3164.exec(line) ?? [];
	const time = stamps.readWithoutYear(stamp) ?? stamps.read(stamp);
	if (time !== undefined && priority === undefined) {
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
				message: `${tag}: ${message}`,
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
	String.raw`^(?:<(\d{1,3})>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|${iso}${offset}) ([\w.\-:]{1,255}) ([\w.\/\-\(\)@ ]{1,64}(?:\[\d{1,10}\])?): ?(.*)$`,
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

/** `127.0.0.1 - frank [10/Oct/2026:13:55:36 -0700] "GET / HTTP/1.1" 200 2326`: nginx, Apache, Caddy's common log. */
function readAccessLog(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
	const [
		,
		client = '',
		user = '',
		stamp = '',
		request = '',
		status = '',
		rest = '',
	] = accessLine.exec(line) ?? [];
	const time = stamps.read(stamp);
	return time === undefined
		? undefined
		: {
				time,
				level: statusLevel(Number(status)),
				region: '',
				message:
					`${request} status=${status} client=${client}${user === '-' ? '' : ` user=${user}`} ${rest}`.trimEnd(),
			};
}

const accessLine =
	/^(?:\S{1,255} )?(\S{1,255}) \S{1,64} (\S{1,255}) \[(\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+\-]\d{4})\] "((?:[^"\\]|\\.)*)" (\d{3}) (.*)$/sv;

function statusLevel(status: number): string {
	return status >= 500 ? 'error' : status >= 400 ? 'warning' : 'info';
}

/** `GET https://example.com/ - Ok @ 1/31/2026, 12:03:21 PM`, and below it `  (log) message`. */
function readWrangler(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
	const [, level, logged = ''] =
		/^ {2}\((log|info|warn|error|debug|trace)\) (.*)$/sv.exec(line) ?? [];
	if (level !== undefined) {
		return {level, message: logged, region: ''};
	}

	const {
		what = '',
		outcome = '',
		stamp = '',
	} = (wranglerRequest.exec(line) ?? wranglerEvent.exec(line))?.groups ?? {};
	const time = readAmericanTime(stamp, stamps);
	return time === undefined
		? readWranglerError(line)
		: {
				time,
				level: /^(?:Ok|Canceled|Response Stream Disconnected)$/v.test(outcome)
					? 'info'
					: 'error',
				message: `${what} - ${outcome}`,
				region: '',
			};
}

const moment = String.raw`(?<stamp>\d{1,2}\/\d{1,2}\/\d{4}, \d{1,2}:\d\d:\d\d(?:[ \u202F][AP]M)?)`;
const wranglerRequest = new RegExp(
	String.raw`^(?<what>.{1,2048}) - (?<outcome>[A-Z][A-Za-z ]{1,40}) @ ${moment}$`,
	'sv',
);
/** Of a schedule or an alarm. */
const wranglerEvent = new RegExp(
	String.raw`^(?<what>.{1,2048}) @ ${moment} - (?<outcome>[A-Z][A-Za-z ]{1,40})$`,
	'sv',
);

function readWranglerError(line: string): ReadEntry | undefined {
	const [, level = '', message = ''] =
		/^[✘▲] \[(ERROR|WARNING)\] {1,8}(\S.*)$/sv.exec(line) ??
		// What was thrown, as it is printed where there are no colors.
		/^ {2}()((?:\w{0,60}Error|Exception): .*)$/sv.exec(line) ??
		[];
	return message === ''
		? undefined
		: {level: level === '' ? 'error' : level, message, region: ''};
}

function readAmericanTime(
	text: string,
	stamps: StampReader,
): Micros | undefined {
	const [, month = '', day = '', year = '', hour = '', rest = '', half] =
		/^(\d{1,2})\/(\d{1,2})\/(\d{4}), (\d{1,2})(:\d\d:\d\d)(?:[ \u202F]([AP]M))?$/v.exec(
			text,
		) ?? [];
	if (year === '') {
		return undefined;
	}

	const hours =
		half === undefined
			? Number(hour)
			: (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
	const two = (part: string | number) => String(part).padStart(2, '0');
	return stamps.read(`${year}-${two(month)}-${two(day)} ${two(hours)}${rest}`);
}

/** `2026-01-31T12:03:21.340123456Z stderr F message`: what Kubernetes keeps of a container. */
function readContainer(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
	const [, stamp = '', stream = '', message = ''] =
		containerLine.exec(line) ?? [];
	const time = stamps.read(stamp);
	return time === undefined
		? undefined
		: {time, level: readLevel(message).level, region: stream, message};
}

const containerLine = new RegExp(
	String.raw`^(${iso}${offset}) (stdout|stderr) [FP] (.*)$`,
	'sv',
);

/** `E0131 12:03:21.340123       1 main.go:42] message`: Kubernetes' own programs. */
function readKlog(
	line: string,
	stamps: StampReader,
	{writtenAt}: TimeContext,
): ReadEntry | undefined {
	const [, letter = '', month = '', day = '', clock = '', message = ''] =
		/^([IWEF])(\d\d)(\d\d) (\d\d:\d\d:\d\d\.\d{6}) +(\d{1,10} \S{1,255}\] .*)$/sv.exec(
			line,
		) ?? [];
	const year = new Date(writtenAt / 1000).getUTCFullYear();
	const inYear = (one: number) =>
		stamps.read(`${one}-${month}-${day} ${clock}`);
	const time = letter === '' ? undefined : inYear(year);
	return time === undefined
		? undefined
		: {
				time:
					time > writtenAt + 86_400_000_000 ? (inYear(year - 1) ?? time) : time,
				level: letter,
				message,
				region: '',
			};
}

/** `time=2026-01-31T12:03:21Z level=info msg="…" key=value`, in whichever order. */
function readLogfmt(line: string, stamps: StampReader): ReadEntry | undefined {
	if (!/^[A-Za-z_@][\w.\-]{0,40}=/v.test(line)) {
		return undefined;
	}

	const level = memberOf(line, levelMember);
	const stamp = memberOf(line, timeMember);
	const time = stamp === undefined ? undefined : stamps.read(stamp);
	if (level === undefined && time === undefined) {
		return undefined;
	}

	const text = memberOf(line, messageMember);
	let rest = line.replace(levelMember, ' ');
	rest = time === undefined ? rest : rest.replace(timeMember, ' ');
	rest = text === undefined ? rest : rest.replace(messageMember, ' ');
	rest = rest.replaceAll(/ {2,}/gv, ' ').trim();
	return {
		...(time !== undefined && {time}),
		level: level ?? '',
		message: [text, rest].filter(Boolean).join(' '),
		region: '',
	};
}

const memberExpression = (names: string) =>
	new RegExp(
		String.raw`(?:^|(?<= ))(?:${names})=(?:"((?:[^"\\]|\\.)*)"|([^\s"]\S*))(?: |$)`,
		'v',
	);
const timeMember = memberExpression('time|ts|timestamp|t|at');
const levelMember = memberExpression('level|lvl|severity');
const messageMember = memberExpression('msg|message');

function memberOf(line: string, member: RegExp): string | undefined {
	const [, quoted, bare] = member.exec(line) ?? [];
	return (
		quoted?.replaceAll(/\\(["\\])/gv, '$1').replaceAll(String.raw`\n`, '\n') ??
		bare
	);
}

/** A line that begins with a time, in brackets or bare, and after that perhaps with a level. */
function readTimed(line: string, stamps: StampReader): ReadEntry | undefined {
	const found = findLeadingTime(line, stamps);
	if (found === undefined) {
		return undefined;
	}

	const {level, message} = readLevel(line.slice(skipSigns(line, found.end)));
	return {
		time: found.time,
		// Ruby puts the letter of the level before the time.
		level: level === '' && line.startsWith(', [', 1) ? line.charAt(0) : level,
		message,
		region: '',
	};
}

function findLeadingTime(
	line: string,
	stamps: StampReader,
): {readonly time: Micros; readonly end: number} | undefined {
	const {leading} = stamps;
	const like = leading.read(line);
	// What follows may belong to it: a zone that the last one did not have.
	if (like !== undefined && isEndOfTime(line, leading.end)) {
		return {time: like, end: leading.end};
	}

	const [, prefix = '', stamp = ''] = leadingTime.exec(line) ?? [];
	const time = stamp === '' ? undefined : timeOf(stamp, stamps);
	if (time === undefined) {
		return undefined;
	}

	// A date that another time may follow says more than the clock alone.
	if (stamp.charAt(2) !== ':') {
		leading.learn(prefix + stamp, time);
	}

	return {time, end: prefix.length + stamp.length};
}

function isEndOfTime(line: string, end: number): boolean {
	const first = line.charAt(end);
	return (
		end === line.length ||
		'\t]):|#'.includes(first) ||
		(first === ' ' && !'ZUG+-'.includes(line.charAt(end + 1)))
	);
}

/** Behind a time: where what is said begins. */
function skipSigns(line: string, from: number): number {
	let at = from;
	if (at < line.length && ']),:'.includes(line.charAt(at))) {
		at++;
	}

	for (const most = at + 8; at < most && isSign(line.charAt(at)); at++);
	return at;
}

function isSign(character: string): boolean {
	return (
		character === ' ' ||
		character === '-' ||
		character === '|' ||
		character === ',' ||
		(character !== '' && /^\s$/v.test(character))
	);
}

const leadingTime = new RegExp(
	String.raw`^((?:[DIWEFA], )?[\[\(]?)(${[
		String.raw`\d{4}[\-\/]\d\d[\-\/]\d\d(?:T|, ?| {1,2})\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|UTC|GMT|[+\-]\d\d:?\d\d))?`,
		String.raw`\d{8}T\d{6}(?:[.,]\d{1,9})?(?:Z|[+\-]\d\d:?\d\d)?`,
		String.raw`\d\d\/[A-Z][a-z]{2}\/\d{4}[: ]\d\d:\d\d:\d\d(?: [+\-]\d{4})?`,
		String.raw`[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,6})?(?: [A-Z]{3})? \d{4}`,
		String.raw`[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:GMT|UTC|[+\-]\d{4})`,
		String.raw`[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d(?:[.,]\d{1,9})?`,
		String.raw`\d\d:\d\d:\d\d(?:[.,]\d{1,9})?`,
		String.raw`1\d{9}(?:\.\d{1,9}|\d{3})?`,
	].join('|')})(?=$|[\s\]\),:\-\|#])`,
	'v',
);

function timeOf(stamp: string, stamps: StampReader): Micros | undefined {
	const first = stamp.charAt(2);
	return first === ':'
		? stamps.readClock(stamp)
		: (stamps.readWithoutYear(stamp) ?? stamps.read(withoutFraction(stamp)));
}

/** Apache writes microseconds between the clock and the year, where no other does. */
function withoutFraction(stamp: string): string {
	return /^[A-Z][a-z]{2} [A-Z]/v.test(stamp)
		? stamp.replace(/\.\d{1,6}(?= )/v, '')
		: stamp;
}

function readLevelled(line: string): ReadEntry | undefined {
	const read = readLevel(line);
	return read.level === '' || read.message === line
		? undefined
		: {...read, region: ''};
}
