import {type Micros} from '../../log/entry.ts';
import {type ReadEntry} from './read-entry.ts';
import {type StampReader} from './stamp-reader.ts';
import {readLevel} from './text-level.ts';

/** A line that begins with a time, in brackets or bare, and after that perhaps with a level. */
export function readTimed(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
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
