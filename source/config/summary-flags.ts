import {parseDuration} from '../log/duration.ts';
import {type Micros} from '../log/entry.ts';
import {type Flags} from './flags.ts';
import {UsageError} from './usage-error.ts';

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
