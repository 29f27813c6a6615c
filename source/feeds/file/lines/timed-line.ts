import {type Micros} from '../../../log/entry.ts';
import {type EntryColumns} from '../../../log/entry-columns.ts';
import {type Block} from '../../json/block.ts';
import {type ByteReader} from './line-bytes.ts';
import {type ReadEntry} from './read-entry.ts';
import {type SameHour} from './same-hour.ts';
import {type StampReader, datedTime} from './stamp-reader.ts';
import {LevelReader, readLevel} from './text-level.ts';

/** A line that begins with a time, in brackets or bare, and after that perhaps with a level. */
export function readTimed(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
	const found = findLeadingTime(line, stamps);
	if (found === undefined) {
		return undefined;
	}

	const {time, start, end} = found;
	const rest = line.slice(skipSigns(line, end));
	// Ruby puts the letter of the level before the time.
	if (start > 0 && line.startsWith(', [', 1)) {
		return {
			time,
			level: line.charAt(0),
			message: rest.replace(
				/^#\d{1,10}\] {1,3}[A-Z]{3,7} -- [^:]{0,60}: ?/v,
				'',
			),
			region: '',
		};
	}

	return {time, ...readLevel(withoutBracket(line, found, rest)), region: ''};
}

/** Reads lines that begin with a time off their bytes, once such a time was learnt. */
export class TimedBytes implements ByteReader {
	readonly #leading: SameHour;
	readonly #levels = new LevelReader();
	#view: DataView = new DataView(new ArrayBuffer(0));
	#level = '';
	#to = 0;

	constructor({leading}: StampReader) {
		this.#leading = leading;
	}

	recognize(block: Block, from: number, to: number): boolean {
		const {bytes, view} = block;
		const leading = this.#leading;
		if (!leading.readLine(block, from, to)) {
			return false;
		}

		const {end} = leading;
		const next = end < to ? bytes[end] : undefined;
		// What stands in brackets with the time, and what may belong to it, is read as text.
		if (
			leading.start > 0
				? next !== closeBracket || bytes[from] !== openBracket
				: next !== space ||
					(end + 1 < to && isZoneSign[bytes[end + 1] ?? 0] === 1)
		) {
			return false;
		}

		let at = end + 1;
		for (
			const most = Math.min(to, end + 1 + mostSigns);
			at < most && isBlankOrSign(bytes[at]);
			at++
		);
		if (at < to && (bytes[at] ?? 0) > 0x7f) {
			return false;
		}

		this.#level = this.#levels.read(bytes, at, to);
		this.#view = view;
		this.#to = to;
		return true;
	}

	add(columns: EntryColumns, place = '') {
		const {messageStart} = this.#levels;
		columns.beginMessage(this.#to - messageStart);
		columns.writeBytes(this.#view, messageStart, this.#to);
		columns.endMessage(this.#leading.time, this.#level, place);
	}
}

/** A line that begins with its level, a thread or a service, and after that has a date and a time. */
export function readInnerTimed(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
	const found = findInnerTime(line, stamps);
	if (found === undefined) {
		return undefined;
	}

	const {time, start, end} = found;
	// The time is a part of the sentence: `Started GET "/" for 10.0.0.1 at 2026-11-24 10:00:00`.
	if (isRailsRequest.test(line)) {
		return {time, ...readLevel(line), region: ''};
	}

	const rest = withoutBracket(line, found, line.slice(skipSigns(line, end)));
	let headEnd = start;
	for (
		;
		' \t[(|:-'.includes(line.charAt(headEnd - 1)) && headEnd > 0;
		headEnd--
	);
	const before = readLevel(line.slice(0, headEnd));
	// What looks like a level behind the level is a part of what is said.
	const behind =
		before.level === '' ? readLevel(rest) : {level: '', message: rest};
	return {
		time,
		level: before.level === '' ? behind.level : before.level,
		message: [before.message, behind.message].filter(Boolean).join(' '),
		region: '',
	};
}

/** What stands in brackets with the time, without them: `[2026-11-24T10:00:00Z INFO app] up`. */
function withoutBracket(
	line: string,
	{start, end}: FoundTime,
	rest: string,
): string {
	return start > 0 && line.charAt(start - 1) === '[' && line.charAt(end) !== ']'
		? rest.replace(/^([^\[\]]{0,200})\] ?/v, '$1: ')
		: rest;
}

type FoundTime = {
	readonly time: Micros;
	readonly start: number;
	readonly end: number;
};

function findLeadingTime(
	line: string,
	stamps: StampReader,
): FoundTime | undefined {
	const {leading} = stamps;
	if (leading.readText(line) && isEndOfTime(line, leading.end)) {
		return {time: leading.time, start: leading.start, end: leading.end};
	}

	const [, prefix = '', stamp = ''] = leadingTime.exec(line) ?? [];
	const time = stamp === '' ? undefined : timeOf(stamp, stamps);
	if (time === undefined) {
		return undefined;
	}

	const start = prefix.length;
	// A date that another time may follow says more than the clock alone.
	if (stamp.charAt(2) !== ':') {
		leading.learn(prefix + stamp, time, start);
	}

	return {time, start, end: start + stamp.length};
}

function findInnerTime(
	line: string,
	stamps: StampReader,
): FoundTime | undefined {
	if (!/^.{4,140}\d:\d\d/v.test(line)) {
		return undefined;
	}

	const [, prefix = '', stamp = ''] = innerTime.exec(line) ?? [];
	const time = stamp === '' ? undefined : stamps.read(stamp);
	return time === undefined ||
		prefix.includes('{"') ||
		(prefix.split(/\s+/v).length > mostWordsBefore &&
			!isRailsRequest.test(line))
		? undefined
		: {time, start: prefix.length, end: prefix.length + stamp.length};
}

/** What stands behind more of them is a time that a sentence tells of. */
const mostWordsBefore = 5;
/** Behind the tags that it was logged with. */
const isRailsRequest = /^(?:\[[^\[\]]{1,60}\] ){0,4}Started [A-Z]{3,7} "/v;

/** What follows may belong to it: a zone that the last one did not have. */
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
	if (at < line.length && ']),:>'.includes(line.charAt(at))) {
		at++;
	}

	for (const most = at + mostSigns; at < most && isSign(line.charAt(at)); at++);
	return at;
}

const mostSigns = 8;

function isSign(character: string): boolean {
	return (
		character === ' ' ||
		character === '-' ||
		character === '|' ||
		character === ',' ||
		(character !== '' && /^\s$/v.test(character))
	);
}

/** As `isSign`, of what is ASCII. */
function isBlankOrSign(byte = 0): boolean {
	return (
		byte === space ||
		byte === hyphen ||
		byte === bar ||
		byte === comma ||
		(byte >= 0x09 && byte <= 0x0d)
	);
}

const space = 0x20;
const comma = 0x2c;
const hyphen = 0x2d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const bar = 0x7c;
/** With these a zone begins. */
const isZoneSign = Uint8Array.from({length: 256}, (_, byte) =>
	'ZUG+-'.includes(String.fromCodePoint(byte)) ? 1 : 0,
);

/** What may follow a time. */
const endOfTime = String.raw`(?=$|[\s\]\),:;"\-\|#>])(?!:\d)`;
const leadingTime = new RegExp(
	String.raw`^((?:[DIWEFA], |#{4}<| {2})?[\[\("]?)(${[
		datedTime,
		String.raw`\d{8}T\d{6}(?:[.,]\d{1,9})?(?:Z|[+\-]\d\d:?\d\d)?`,
		String.raw`[A-Z][a-z]{2}(?: {1,2}\d{1,2}|-\d\d) \d\d:\d\d:\d\d(?:[.,]\d{1,9})?`,
		String.raw`\d\d:\d\d:\d\d(?:[.,]\d{1,9})?`,
		String.raw`\d{1,2}:\d\d(?::\d\d)?[AP]M`,
		String.raw`1\d{9}(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?`,
		String.raw`1\.\d{4,20}e\+09`,
	].join('|')})${endOfTime}`,
	'v',
);
/** A date and a time behind the level, the thread or the service that wrote the line. */
const innerTime = new RegExp(
	String.raw`^([^\n]{0,48}?[\s\[\(\|:]|[^\n]{0,100}?\[)(${datedTime})${endOfTime}`,
	'v',
);

function timeOf(stamp: string, stamps: StampReader): Micros | undefined {
	const first = stamp.charAt(2);
	return first === ':' || /^\d{1,2}:/v.test(stamp)
		? stamps.readClock(stamp)
		: (stamps.readWithoutYear(stamp) ?? stamps.read(stamp));
}
