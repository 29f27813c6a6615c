import {type Micros} from '../log/entry.ts';
import {type Order} from '../log/query.ts';
import {type TimeRange} from '../log/time-range.ts';
import {parsePastInstant} from '../log/time-words.ts';
import {isTimeZone} from '../text/timestamp.ts';
import {type Flags} from './flags.ts';
import {type Format, formats} from './formats.ts';
import {UsageError} from './usage-error.ts';

export {type Format} from './formats.ts';

export function readFormat(
	{format, color}: Flags,
	{
		environment,
		isTerminal,
		hasScreen = true,
	}: {
		readonly environment: Readonly<Record<string, string | undefined>>;
		readonly isTerminal: boolean;
		readonly hasScreen?: boolean | undefined;
	},
): {readonly format: Format; readonly hasColors: boolean} {
	const chosen = format ?? (isTerminal ? 'text' : 'ndjson');
	if (!isFormat(chosen)) {
		throw new UsageError(
			`There is no format ${chosen}. Give ndjson, json, text, pretty, csv or raw.`,
		);
	}

	const forced = readForced(environment['FORCE_COLOR']);
	const isColorWanted =
		color &&
		(forced ??
			((environment['NO_COLOR'] ?? '') === '' &&
				(environment['TERM'] !== 'dumb' || chosen === 'pretty')));
	return {
		format: chosen,
		hasColors:
			isColorWanted &&
			((isTerminal && hasScreen) || chosen === 'pretty' || forced === true),
	};
}

/** `FORCE_COLOR` goes before `NO_COLOR`, as in Node.js; 0 and false mean none. */
function readForced(value: string | undefined): boolean | undefined {
	return value === undefined ? undefined : !/^(?:0|false)$/iv.test(value);
}

export function readTimeZone(zone = 'local'): string {
	const lower = zone.toLowerCase();
	if (lower === 'local' || lower === 'utc' || lower === 'z') {
		return lower === 'local' ? 'local' : 'utc';
	}

	if (isTimeZone(zone)) {
		return zone;
	}

	throw new UsageError(
		`There is no time zone ${zone}. Give local, utc or a name such as Europe/Paris.`,
	);
}

export async function readRange(
	{since, until}: Flags,
	context: {readonly now: Micros; readonly timeZone: string},
): Promise<TimeRange> {
	const range = {
		since: await readInstant('--since', since, context),
		until: await readInstant('--until', until, context),
	};
	if (
		range.since !== undefined &&
		range.until !== undefined &&
		range.since >= range.until
	) {
		throw new UsageError(
			`--since is not before --until. A time alone, such as 15m, means that long ago.`,
		);
	}

	return range;
}

export function isOrder(order: string): order is Order {
	return order === 'asc' || order === 'desc';
}

function isFormat(format: string): format is Format {
	return (formats as readonly string[]).includes(format);
}

async function readInstant(
	flag: string,
	text: string | undefined,
	context: {readonly now: Micros; readonly timeZone: string},
): Promise<Micros | undefined> {
	if (text === undefined) {
		return undefined;
	}

	const instant = await parsePastInstant(text, context);
	if (instant.kind === 'unclear') {
		throw new UsageError(`${flag}: ${instant.reason}`);
	}

	return instant.time;
}
