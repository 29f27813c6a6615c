import {Buffer} from 'node:buffer';
import {type EntryColumns} from '../../../log/entry-columns.ts';
import {type Block} from '../../json/block.ts';
import {
	type ByteReader,
	roomOfPlace,
	standsAt,
	writePlace,
} from './line-bytes.ts';
import {type ReadEntry} from './read-entry.ts';
import {type SameHour} from './same-hour.ts';
import {type StampReader, wholeTime} from './stamp-reader.ts';
import {LevelReader, readLevel} from './text-level.ts';

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
	const message = rest.replace(/^- ?/v, '').replace(/(^|\] )\uFEFF/v, '$1');
	return {
		...(time !== undefined && {time}),
		level: priorityWord(Number(priority)),
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
	senders: Senders,
): ReadEntry | undefined {
	const [, priority, stamp = '', host = '', tag = '', message = '', bare] =
		syslog3164.exec(line) ?? [];
	// Behind a whole time, a level stands where syslog has the host.
	const isOther = stamp.charAt(4) === '-' && readLevel(host).level !== '';
	const time = isOther
		? undefined
		: (stamps.readWithoutYear(stamp) ?? stamps.read(stamp));
	if (time === undefined) {
		return undefined;
	}

	if (priority === undefined && bare === undefined) {
		stamps.leading.learn(stamp, time);
		senders.add(host, tag);
	}

	return {
		time,
		level:
			priority === undefined
				? readLevel(message).level
				: priorityWord(Number(priority)),
		region: host,
		message: bare ?? `${tag}: ${message}`,
	};
}

/** A program on a host. */
type Sender = {
	readonly host: string;
	/** ` host app[123]: `, as it stands behind the time. */
	readonly bytes: Uint8Array;
	/** Where the name of the program begins in it. */
	readonly tagStart: number;
};

/** Programs and their processes that were read of, by what stands behind the time. */
export class Senders {
	readonly #bySum = new Map<number, Sender>();

	add(host: string, tag: string) {
		if (this.#bySum.size >= mostSenders) {
			this.#bySum.clear();
		}

		const bytes = Buffer.from(` ${host} ${tag}: `);
		this.#bySum.set(sumOf(bytes, 0), {
			host,
			bytes,
			tagStart: Buffer.byteLength(host) + 2,
		});
	}

	/** Hot. Who stands there; nothing where that is not known. */
	senderAt(bytes: Uint8Array, from: number): Sender | undefined {
		const sender = this.#bySum.get(sumOf(bytes, from));
		return sender !== undefined && standsAt(bytes, from, sender.bytes)
			? sender
			: undefined;
	}
}

/** Of which the names are known. */
const mostSenders = 1024;
/** In bytes: a longer one is read as text. */
const longestSender = 128;
const sumLimit = 2 ** 24;

/** Differs for most senders that differ, up to the colon. */
function sumOf(bytes: Uint8Array, from: number): number {
	let sum = 0;
	for (let at = from; at < from + longestSender; at++) {
		const byte = bytes[at] ?? colon;
		if (byte === colon) {
			break;
		}

		// What is small takes no memory.
		sum = (sum * 31 + byte) % sumLimit;
	}

	return sum;
}

/** Reads lines without a priority off their bytes: by a sender that is known, in the hour of the last one. */
export class SyslogBytes implements ByteReader {
	readonly #leading: SameHour;
	readonly #senders: Senders;
	readonly #levels = new LevelReader();
	#view: DataView = new DataView(new ArrayBuffer(0));
	#host = '';
	#level = '';
	#from = 0;
	#to = 0;

	constructor({leading}: StampReader, senders: Senders) {
		this.#leading = leading;
		this.#senders = senders;
	}

	recognize(block: Block, from: number, to: number): boolean {
		const {bytes, view} = block;
		const leading = this.#leading;
		if (!leading.readLine(block, from, to)) {
			return false;
		}

		const {end} = leading;
		const sender = this.#senders.senderAt(bytes, end);
		if (sender === undefined || end + sender.bytes.length > to) {
			return false;
		}

		this.#host = sender.host;
		this.#level = this.#levels.read(bytes, end + sender.bytes.length, to);
		this.#view = view;
		this.#from = end + sender.tagStart;
		this.#to = to;
		return true;
	}

	add(columns: EntryColumns, place?: string) {
		columns.beginMessage(this.#to - this.#from + roomOfPlace(this.#host));
		columns.writeBytes(this.#view, this.#from, this.#to);
		columns.endMessage(
			this.#leading.time,
			this.#level,
			writePlace(columns, this.#host, place),
		);
	}
}

const colon = 0x3a;

const syslog3164 = new RegExp(
	String.raw`^(?:<(\d{1,3})>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})?|${wholeTime}) ([\w.\-:]{1,255}) (?:([A-Za-z_\/\(][\w.\/\-\(\)@ ]{0,63}(?:\[\d{1,10}\])?): ?(.*)|(last message repeated .*|message repeated .*))$`,
	'sv',
);

/** The level of a syslog priority: eight of them are a facility. */
function priorityWord(priority: number): string {
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
