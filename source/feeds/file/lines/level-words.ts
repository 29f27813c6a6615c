import {Buffer} from 'node:buffer';
import {standsAt} from './line-bytes.ts';

/** What programs write in the place of a level. */
export const levelWords = new Set(
	`trace debug info notice note warn warning error err fatal panic dpanic critical
	crit alert emerg emergency severe verbose information success dbug dbg wrn inf
	ftl trc fail config fine finer finest log erro debu`.split(/\s+/v),
);
/** Those that are words of a sentence when they are written small. */
const onlyLarge = new Set([
	'fail',
	'config',
	'fine',
	'finer',
	'finest',
	'alert',
	'log',
	'success',
]);
/** Those with which a sentence may begin, so that they stay in it: `error connecting to db`. */
const mayBegin = new Set([
	'error',
	'warning',
	'notice',
	'note',
	'fatal',
	'panic',
	'critical',
	'emergency',
	'information',
	'verbose',
	'severe',
]);
/** A name as it is written: `WARN`, and where it may stand so, `warn` and `Warn`. */
type Spelling = {
	readonly word: string;
	readonly bytes: Uint8Array;
	readonly isLarge: boolean;
	/** A sentence may begin with it. */
	readonly mayBegin: boolean;
};

const spellings: readonly Spelling[] = [...levelWords].flatMap((name) =>
	[
		...(onlyLarge.has(name)
			? []
			: [name, name.charAt(0).toUpperCase() + name.slice(1)]),
		name.toUpperCase(),
	].map((word) => {
		const isLarge = word === name.toUpperCase();
		return {
			word,
			bytes: Buffer.from(word),
			isLarge,
			mayBegin: mayBegin.has(name) && !isLarge,
		};
	}),
);
const longestName = Math.max(...spellings.map(({word}) => word.length));
const shortestName = Math.min(...spellings.map(({word}) => word.length));

/** Some ten times as many places as spellings, so that most words find theirs empty. */
const placeCount = 2048;
const spellingsByPlace: ReadonlyArray<readonly Spelling[] | undefined> =
	(() => {
		const places: Array<Spelling[] | undefined> = Array.from({
			length: placeCount,
		});
		for (const spelling of spellings) {
			const {bytes} = spelling;
			const place = placeOf(bytes, 0, bytes.length);
			places[place] = [...(places[place] ?? []), spelling];
		}

		return places;
	})();

function placeOf(bytes: Uint8Array, from: number, to: number): number {
	const middle = bytes[from + 1] ?? 0;
	const last = bytes[to - 1] ?? 0;
	return (
		((bytes[from] ?? 0) * 37 + middle * 113 + last * 11 + (to - from) * 331) %
		placeCount
	);
}

/** Hot. The name that a word is. */
export function findSpelling(
	bytes: Uint8Array,
	from: number,
	to: number,
): Spelling | undefined {
	const length = to - from;
	if (length < shortestName || length > longestName) {
		return undefined;
	}

	const found = spellingsByPlace[placeOf(bytes, from, to)];
	if (found === undefined) {
		return undefined;
	}

	for (const spelling of found) {
		if (
			spelling.bytes.length === length &&
			standsAt(bytes, from, spelling.bytes)
		) {
			return spelling;
		}
	}

	return undefined;
}
