import {type Filter, type Order} from '../log/query.ts';
import {type Refinement} from '../log/refinement.ts';
import {type TimeRange} from '../log/time-range.ts';
import {readFilter, readColumns, readWhere} from './filter-flags.ts';
import {type Format, type Flags} from './flag-table.ts';
import {
	isOrder,
	readFormat,
	readRange,
	readTimeZone,
	readSummary,
	type Summary,
} from './output-flags.ts';
import {
	type OwnQuery,
	readOwnQueries,
	type SettingsFile,
} from './settings/settings.ts';
import {type Surroundings} from './command-record.ts';
import {UsageError} from './usage-error.ts';

/** What to look at and how, whatever it is of. */
export type Options = {
	readonly filter: Filter;
	/** What of it is answered here; absent for nothing. */
	readonly where?: readonly Refinement[];
	/** The fields that stand in columns; absent for none. */
	readonly columns?: readonly string[];
	/** What is printed in place of entries; absent for the entries. */
	readonly summary?: Summary;
	readonly range: TimeRange;
	readonly order: Order;
	/** Absent: as many as there are, or 100 where no range is given. */
	readonly limit?: number;
	readonly isFollowing: boolean;
	/** What is printed where it is not the entries. */
	readonly what?: 'build' | 'details';
	readonly format: Format;
	readonly hasColors: boolean;
	/** Whether what is printed goes to a terminal. */
	readonly isOnTerminal?: boolean;
	/** `local`, `utc` or an IANA name. */
	readonly timeZone: string;
	readonly bufferEntries: number;
	/** Where entries are kept as they come. */
	readonly recording?: {readonly file: string; readonly rotation?: Rotation};
	/** Rings when the verdict settles and at the first error. */
	readonly hasBell: boolean;
	/** The terminal is asked to tell what the mouse does. */
	readonly hasMouse?: boolean;
	/** Goes to each newer deployment as it appears. */
	readonly isLatestFollowed: boolean;
	/** Lines below each other instead of a screen. */
	readonly isLinear?: boolean;
	/** What the user's file says of the rest. */
	readonly own?: SettingsFile;
	/** The user's queries. */
	readonly queries?: readonly OwnQuery[];
};

/** When a recording goes on in a new file. */
export type Rotation =
	{readonly kind: 'size'; readonly bytes: number} | {readonly kind: 'day'};

/** What a count is multiplied by for the letter behind it. */
const countFactors: ReadonlyMap<string, number> = new Map([
	['', 1],
	['k', 1000],
	['m', 1_000_000],
]);

const defaultBufferEntries = 1_000_000;

/** How entries are shown, and whether they are printed: for every command that shows some. */
export async function readOptions(
	flags: Flags,
	{environment, now, isTerminal, hasScreen = true, own}: Surroundings,
): Promise<{readonly options: Options; readonly isPrinting: boolean}> {
	const isDumb = environment['TERM'] === 'dumb';
	const isPrinting =
		flags.print ||
		flags.build ||
		flags.details ||
		!isTerminal ||
		(!hasScreen && !isDumb);
	const what = readWhat(flags);
	const {order = 'asc'} = flags;
	if (!isOrder(order)) {
		throw new UsageError('--order is asc (oldest first) or desc.');
	}

	refuseTogether(flags, {order, isPrinting});
	const timeZone = readTimeZone(flags.timeZone);
	const options = {
		filter: readFilter(flags),
		...readWhere(flags),
		...readColumns(flags, isPrinting),
		...readSummary(flags, isPrinting),
		range: await readRange(flags, {now, timeZone}),
		order,
		limit: readLimit(flags),
		isFollowing: flags.follow,
		...(what !== undefined && {what}),
		...readFormat(flags, {environment, isTerminal, hasScreen}),
		...(isTerminal && {isOnTerminal: true}),
		timeZone,
		...readRecording(flags, isPrinting),
		hasBell: flags.bell,
		...(flags.mouse && {hasMouse: true}),
		isLatestFollowed: flags.followLatest,
		...((flags.linear || isDumb) && {isLinear: true}),
		...(own !== undefined && {own, queries: readOwnQueries(own)}),
		bufferEntries:
			flags.buffer === undefined
				? defaultBufferEntries
				: parseCount(flags.buffer, '--buffer', {least: 1000}),
	};
	return {options, isPrinting};
}

/** Refuses flags of which one makes another pointless. */
function refuseTogether(
	flags: Flags,
	{order, isPrinting}: {readonly order: Order; readonly isPrinting: boolean},
): void {
	if (flags.follow && (order === 'desc' || flags.until !== undefined)) {
		throw new UsageError(
			`--follow goes on for ever, oldest first. Leave it out, or leave out ${flags.until === undefined ? '--order desc' : '--until'}.`,
		);
	}

	if (flags.follow && flags.format === 'json') {
		throw new UsageError(
			'--format json prints one array, which --follow would never end. Give --format ndjson.',
		);
	}

	if (flags.format !== undefined && !isPrinting) {
		throw new UsageError('--format is for printing. Add --print.');
	}

	if (flags.followLatest && isPrinting) {
		throw new UsageError(
			'--follow-latest is for exploring: what is printed is of one deployment. Leave it out.',
		);
	}
}

function readLimit({limit, follow}: Flags): number | undefined {
	if (limit === undefined) {
		return undefined;
	}

	const count = parseCount(limit, '--limit', {least: 0});
	if (count === 0 && !follow) {
		throw new UsageError(
			'--limit 0 prints nothing. Give a larger one, or add --follow for live entries alone.',
		);
	}

	return count;
}

function readWhat(flags: Flags): Options['what'] {
	if (flags.build && flags.details) {
		throw new UsageError('Leave out --build, or --details: one is printed.');
	}

	const what = flags.build ? 'build' : flags.details ? 'details' : undefined;
	const other = (
		what === undefined
			? []
			: what === 'build'
				? (['since', 'until', 'limit', 'region'] as const)
				: (['since', 'until', 'limit', 'region', 'level', 'query'] as const)
	).find((name) => flags[name] !== undefined);
	if (other !== undefined) {
		throw new UsageError(
			`--${other} is not for --${what}. Leave out one of them.`,
		);
	}

	return what;
}

/** `50000`, `50_000`, `50,000` and `50k` are the same. */
function parseCount(
	text: string,
	flag: string,
	{least}: {readonly least: number},
): number {
	const [, digits = '', unit = ''] =
		/^(\d[\d_,]*)([km]?)$/iv.exec(text.trim()) ?? [];
	const count =
		Number(digits.replaceAll(/[_,]/gv, '')) *
		(countFactors.get(unit.toLowerCase()) ?? Number.NaN);
	if (digits !== '' && Number.isSafeInteger(count) && count >= least) {
		return count;
	}

	throw new UsageError(
		`${flag} takes a whole number from ${least.toLocaleString('en')} on, such as ${flag} 50_000 or ${flag} 50k.`,
	);
}

/** `--record` and `--rotate`. */
function readRecording(
	{record, rotate, follow}: Flags,
	isPrinting: boolean,
): {
	readonly recording?: {readonly file: string; readonly rotation?: Rotation};
} {
	if (record === undefined) {
		if (rotate !== undefined) {
			throw new UsageError(
				'--rotate is for a recording: --record app.ndjson --rotate 100MB',
			);
		}

		return {};
	}

	if (isPrinting && !follow) {
		throw new UsageError(
			'--record goes on for as long as deplog runs. Add --follow, so that it does.',
		);
	}

	return {
		recording: {
			file: record,
			...(rotate !== undefined && {rotation: readRotation(rotate)}),
		},
	};
}

function readRotation(text: string): Rotation {
	if (text === 'day') {
		return {kind: 'day'};
	}

	const [, number = '', unit = ''] =
		/^(\d{1,6}(?:\.\d{1,3})?) ?(k|m|g)i?b?$/iv.exec(text) ?? [];
	const factor = {k: 1e3, m: 1e6, g: 1e9}[unit.toLowerCase()];
	const bytes = Number(number) * (factor ?? 0);
	if (!(bytes >= 1000)) {
		throw new UsageError(
			'--rotate is a size of at least 1kB, such as 100MB, or day.',
		);
	}

	return {kind: 'size', bytes};
}
