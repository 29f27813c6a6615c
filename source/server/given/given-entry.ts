import {Buffer} from 'node:buffer';
import {type Micros} from '../../log/entry.ts';
import {formatTime, parseTime} from './time-text.ts';
import {type Line, type ServedEntry} from './served-deployment.ts';

/** An entry as a test or a file hands it in: its fields, its whole line of NDJSON, or that with what was parsed of it. */
export type GivenEntry =
	| Line
	| {readonly line: Line; readonly fields: Readonly<Record<string, unknown>>}
	| {
			/** Microseconds, or the text to send; the moment of logging where absent. */
			readonly time?: Micros | string;
			readonly level?: string;
			readonly message: string;
			readonly region?: string;
			/** Version 2 alone sends these. */
			readonly traceId?: string;
			readonly spanId?: string;
	  };

const defaultRegion = 'gcp-us-east4';

/** An entry without its place in the store. */
export type NewEntry = Omit<ServedEntry, 'sequence' | 'deploymentId'>;

/** Reads an entry that was handed in, as an object or as a line. */
export function readGivenEntry(given: GivenEntry, arrival: number): NewEntry {
	if (typeof given === 'string' || given instanceof Uint8Array) {
		return readLine(given, parseFields(given), arrival);
	}

	if ('line' in given) {
		return readLine(given.line, given.fields, arrival);
	}

	const {
		time = arrival * 1000,
		level = 'info',
		message,
		region = defaultRegion,
		traceId,
		spanId,
	} = given;
	const timeText = typeof time === 'string' ? time : formatTime(time);
	return {
		time: typeof time === 'string' ? (parseTime(time) ?? arrival * 1000) : time,
		level,
		message,
		region,
		arrival,
		line: JSON.stringify({time: timeText, level, message, region}),
		...(typeof time === 'string' && {timeText}),
		...(traceId !== undefined && {traceId}),
		...(spanId !== undefined && {spanId}),
	};
}

/** A line that is no entry is kept and sent all the same: it stands where it was logged. */
function readLine(
	line: Line,
	fields: Readonly<Record<string, unknown>>,
	arrival: number,
): NewEntry {
	const text = (name: string) => {
		const value = fields[name];
		return typeof value === 'string' ? value : '';
	};

	return {
		time:
			parseTime(text('time')) ?? parseTime(text('timestamp')) ?? arrival * 1000,
		level: text('level'),
		message: text('message'),
		region: text('region'),
		arrival,
		line,
		isRaw: true,
	};
}

/** The fields of a line of JSON; none for any other line. */
export function parseFields(line: Line): Readonly<Record<string, unknown>> {
	try {
		const value: unknown = JSON.parse(
			typeof line === 'string' ? line : Buffer.from(line).toString(),
		);
		return typeof value === 'object' && value !== null ? {...value} : {};
	} catch {
		return {};
	}
}
