import {type Micros} from '../log/entry.ts';
import {type Order} from '../log/query.ts';
import {type TimeRange} from '../log/time-range.ts';
import {type Instant, parsePastInstant, toRange} from '../log/time-words.ts';
import {isTimeZone} from '../text/timestamp.ts';
import {parseDuration} from '../log/duration.ts';
import {type Format, formats, type Flags} from './flag-table.ts';
import {UsageError} from './usage-error.ts';

/** Reads in what form entries are printed, and whether in colours. */
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

	const forced = readWish(environment);
	const isColorWanted =
		color &&
		(forced ??
			(environment['CLICOLOR'] !== '0' &&
				(environment['TERM'] !== 'dumb' || chosen === 'pretty')));
	return {
		format: chosen,
		hasColors:
			isColorWanted &&
			((isTerminal && hasScreen) || chosen === 'pretty' || forced === true),
	};
}

/** What is printed of entries in place of them. */
export type Summary =
	| {
			readonly kind: 'count';
			/** Level, region, or fields. */
			readonly by: readonly string[];
			/** How long the spans of time are; absent for none. */
			readonly width?: Micros;
	  }
	| {readonly kind: 'top' | 'stats'; readonly field: string};

/** Whether colours are wanted wherever they go: `FORCE_COLOR` goes before `NO_COLOR`, as in Node.js, and that before `CLICOLOR_FORCE`. */
function readWish(
	environment: Readonly<Record<string, string | undefined>>,
): boolean | undefined {
	const forced = readForced(environment['FORCE_COLOR']);
	const isRefused = (environment['NO_COLOR'] ?? '') !== '';
	return (
		forced ??
		(isRefused
			? false
			: readForced(environment['CLICOLOR_FORCE']) === true || undefined)
	);
}

/** 0 and false mean none. */
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
	const from = await readInstant('--since', since, context);
	const to = await readInstant('--until', until, context);
	const {range} = toRange({
		...(from !== undefined && {since: from}),
		...(to !== undefined && {until: to}),
	});
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
): Promise<Instant | undefined> {
	if (text === undefined) {
		return undefined;
	}

	const instant = await parsePastInstant(text, context);
	if (instant.kind === 'unclear') {
		throw new UsageError(`${flag}: ${instant.reason}`);
	}

	return instant;
}

/** What of entries is to be printed; nothing where it is the entries. */
export function readSummary(
	flags: Flags,
	isPrinting: boolean,
): {readonly summary?: Summary} {
	const {count, top, stats} = flags;
	const given = [
		...(count === undefined ? [] : ['--count']),
		...(top === undefined ? [] : ['--top']),
		...(stats === undefined ? [] : ['--stats']),
	];
	const [flag, other] = given;
	if (flag === undefined) {
		return {};
	}

	if (other !== undefined) {
		throw new UsageError(`Give ${flag} or ${other}, not both.`);
	}

	if (!isPrinting) {
		throw new UsageError(`${flag} is for printing. Add --print.`);
	}

	if (flags.follow) {
		throw new UsageError(
			`${flag} tells how many there are in all, which --follow would never know. Leave one of them out.`,
		);
	}

	if (flags.columns !== undefined || flags.format === 'raw') {
		throw new UsageError(
			`${flag} prints no entries. Leave out ${flags.columns === undefined ? '--format raw' : '--columns'}.`,
		);
	}

	if (count !== undefined) {
		return {summary: readCount(count)};
	}

	const field = (top ?? stats ?? '').trim();
	if (field === '' || field.includes(',')) {
		throw new UsageError(
			`${flag} takes the name of one field, such as ${flag} ${top === undefined ? 'durationMs' : 'path'}.`,
		);
	}

	return {summary: {kind: top === undefined ? 'stats' : 'top', field}};
}

function readCount(list: string): Summary {
	const by: string[] = [];
	let width: Micros | undefined;
	for (const word of list.split(',').map((one) => one.trim())) {
		const duration = /^\d/v.test(word) ? parseDuration(word) : undefined;
		if (word === '' || (/^\d/v.test(word) && duration === undefined)) {
			throw new UsageError(
				`--count ${list}: ${word === '' ? 'a name is empty' : `${word} is neither a field nor a time`}. Give level, region, fields, and at most one time, such as --count level,5m.`,
			);
		}

		if (duration !== undefined) {
			if (width !== undefined || duration <= 0) {
				throw new UsageError(
					`--count ${list}: ${duration <= 0 ? `${word} is no span of time` : 'there are two times'}. Give at most one, such as 5m.`,
				);
			}

			width = duration;
		} else if (!by.includes(word)) {
			by.push(word);
		}
	}

	return {kind: 'count', by, ...(width !== undefined && {width})};
}
