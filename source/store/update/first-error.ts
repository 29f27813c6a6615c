import {levelOf} from '../../log/level.ts';
import {type Entry, isSameContent, type Micros} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {firstLine} from '../../log/first-line.ts';
import {type FirstErrorAction} from '../action.ts';
import {type FirstError, type FoundError, type State} from '../state.ts';

/** Notes the first error that past logs have told of, and how many there are like it. */
export function updateFirstError(
	first: FirstError,
	action: FirstErrorAction,
): FirstError {
	switch (action.kind) {
		case 'first-error-told': {
			return tellFirst(first, action.entry);
		}

		case 'first-error-counting': {
			return first.kind === 'found' ? {...first, arrived: []} : first;
		}

		case 'first-error-counted': {
			return first.kind === 'found' ? tellCount(first, action) : first;
		}
	}
}

/** The first error after entries have streamed in. */
export function withArrived(
	first: FirstError,
	entries: EntryColumns,
	since: Micros | undefined,
): FirstError {
	// While the server has not told, one that comes live need not be the first.
	if (first.kind === 'unknown' || since === undefined) {
		return first;
	}

	const errors = errorsOf(entries, since, first);
	const earliest = earliestOf(errors);
	if (earliest === undefined) {
		return first;
	}

	return first.kind === 'none' || earliest.time < first.entry.time
		? withLike(found(earliest), errorsOf(entries, since))
		: withLike(first, errors);
}

/** The first error after entries of a file have been read: all that it holds come so, in the order of time but for a few. */
export function withRead(first: FirstError, entries: EntryColumns): FirstError {
	const errors = errorsOf(entries, 0, first);
	const earliest = earliestOf(errors);
	if (earliest === undefined) {
		return first;
	}

	if (first.kind === 'found' && first.entry.time <= earliest.time) {
		return withCount(first, countLike(first.entry, errors));
	}

	const isLike =
		first.kind === 'found' && countLike(earliest, [first.entry]) > 0;
	return withCount(
		{
			...found(earliest),
			count: isLike ? first.count : 0,
			// Those like it that came before it were not counted.
			isMore: first.kind === 'found' && (!isLike || first.isMore),
		},
		countLike(earliest, errorsOf(entries, 0)),
	);
}

function withCount(first: FoundError, added: number): FoundError {
	return added === 0 ? first : {...first, count: first.count + added};
}

function countLike({message}: Entry, errors: readonly Entry[]): number {
	const {line} = firstLine(message);
	return errors.filter((error) => firstLine(error.message).line === line)
		.length;
}

/** Past logs may lag behind the live stream: that they hold none takes nothing away. */
function tellFirst(first: FirstError, entry: Entry | undefined): FirstError {
	if (entry === undefined) {
		return first.kind === 'unknown' ? {kind: 'none'} : first;
	}

	const isKept =
		first.kind === 'found' &&
		(isSameContent(first.entry, entry) || first.entry.time < entry.time);
	return isKept ? first : found(entry);
}

function found(entry: Entry): FoundError {
	return {
		kind: 'found',
		entry,
		count: 1,
		isMore: false,
		countedUntil: entry.time,
	};
}

function tellCount(
	{arrived = [], ...first}: FoundError,
	{
		count,
		isMore,
		until,
	}: Extract<FirstErrorAction, {readonly kind: 'first-error-counted'}>,
): FoundError {
	return {
		...first,
		count: count + arrived.filter((time) => time > until).length,
		isMore,
		countedUntil: until,
	};
}

/** Counts those among `errors` that begin as the first one does. */
function withLike(first: FoundError, errors: readonly Entry[]): FoundError {
	const {line} = firstLine(first.entry.message);
	const times = errors
		.filter(
			({time, message}) =>
				time > first.countedUntil && firstLine(message).line === line,
		)
		.map(({time}) => time);
	return times.length === 0
		? first
		: {
				...first,
				count: first.count + times.length,
				...(first.arrived !== undefined && {
					arrived: [...first.arrived, ...times],
				}),
			};
}

/** The errors among entries. With `first`: without those that are behind it and surely begin otherwise, which are most, and of which nothing is made. */
function errorsOf(
	entries: EntryColumns,
	since: Micros,
	first?: FirstError,
): readonly Entry[] {
	const errors: Entry[] = [];
	const known = first?.kind === 'found' ? first.entry : undefined;
	const line = encoder.encode(known && firstLine(known.message).line);
	let number = -1;
	let isError = false;
	for (let index = 0; index < entries.length; index++) {
		if (entries.levels[index] !== number) {
			number = entries.levels[index] ?? 0;
			isError = levelOf(entries.levelNames.name(number)) === 'error';
		}

		const time = entries.time(index);
		if (
			isError &&
			time >= since &&
			(known === undefined ||
				time < known.time ||
				mayBeginWith(entries, index, line))
		) {
			const error = entries.at(index);
			if (error !== undefined) {
				errors.push(error);
			}
		}
	}

	return errors;
}

const encoder = new TextEncoder();

/** Hot. Whether the first line of a message may be this one: blank lines may stand before it. */
function mayBeginWith(
	{text, offsets}: EntryColumns,
	index: number,
	line: Uint8Array,
): boolean {
	const start = offsets[index] ?? 0;
	const first = text[start] ?? 0;
	if (first <= space || first > lastOfAscii) {
		return true;
	}

	let length = 0;
	while (length < line.length && text[start + length] === line[length]) {
		length++;
	}

	return length === line.length;
}

const space = 0x20;
const lastOfAscii = 0x7e;

function earliestOf(entries: readonly Entry[]): Entry | undefined {
	let earliest: Entry | undefined;
	for (const entry of entries) {
		if (earliest === undefined || entry.time < earliest.time) {
			earliest = entry;
		}
	}

	return earliest;
}

/** Since when the first error is looked for: since the deployment, and in all of a file. */
export function firstErrorSince({
	details,
	logs,
}: Pick<State, 'details' | 'logs'>): Micros | undefined {
	return (
		details.deployment?.createdAt ??
		(logs.traits.isAtHand === true ? 0 : undefined)
	);
}
