import {oncePer} from '../../base/cache.ts';
import {type Entry} from '../../log/entry.ts';
import {createFieldLookup} from '../../log/fields/entry-field.ts';
import {isValue} from '../../log/fields/field-filter.ts';
import {isAsked, type Query} from '../../log/query.ts';
import {entryTest, type Refinement} from '../../log/refinement.ts';
import {isWithin} from '../../log/time-range.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Logs} from '../logs.ts';

/** Where nothing matches a query: how loaded entries spell what it asks for, in another case or with other accents; nothing where they do not have it. */
export function otherSpelling(logs: Logs): OtherSpelling | undefined {
	const {buffer, query} = logs;
	if (
		(query.filter.text === '' && query.refinements.length === 0) ||
		buffer.count === 0
	) {
		return undefined;
	}

	const known = foundIn(buffer);
	const keyOf = (text: string) =>
		`${JSON.stringify({...query, filter: {...query.filter, text}})} ${Math.ceil(buffer.count / entriesPerLook)}`;
	const {text} = query.filter;
	const shorter = text.slice(0, -1);
	// What is typed letter by letter is spelled nowhere from the letter on at which it is not.
	const isBeyond =
		shorter !== '' &&
		fold(text).includes(fold(shorter)) &&
		known.get(keyOf(shorter)) === 'none';
	const key = keyOf(text);
	const one = known.get(key) ?? (isBeyond ? 'none' : (lookFor(logs) ?? 'none'));
	if (known.size === mostKnown) {
		known.clear();
	}

	known.set(key, one);
	return one === 'none' ? undefined : one;
}

/** What the query asks for as it is spelled in entries that are loaded. */
type OtherSpelling = {
	readonly text: string;
	readonly refinements: readonly Refinement[];
	/** How many entries have it so, of those that were looked through. */
	readonly count: number;
	/** How many were looked through, the newest ones; absent where all that are loaded were. */
	readonly triedCount?: number;
};

/** So much is looked through, the newest entries first: no key waits for that. */
const mostTried = {entries: 10_000, letters: 4_000_000};
/** After so many new entries it is looked again. */
const entriesPerLook = 1000;

/** For as many queries as one goes back and forth between while typing. */
const foundIn = oncePer(
	(_buffer: LogBuffer) => new Map<string, OtherSpelling | 'none'>(),
);
const mostKnown = 32;

type Spelling = Pick<OtherSpelling, 'text' | 'refinements'>;

/** The one that most entries have. */
function lookFor({buffer, query}: Logs): OtherSpelling | undefined {
	const {filter, range} = query;
	const spell = createSpelling(query, buffer.deployment);
	const spellings = new Map<string, {spelling: Spelling; count: number}>();
	let tried = 0;
	let letters = 0;
	for (const piece of buffer.pieces.toReversed()) {
		for (let position = piece.count - 1; position >= 0; position--) {
			if (tried === mostTried.entries || letters > mostTried.letters) {
				return best(spellings, tried);
			}

			const entry = buffer.entry(buffer.idAt({piece, position}));
			tried++;
			letters += entry?.message.length ?? 0;
			const spelling =
				entry !== undefined &&
				isAsked(filter, entry) &&
				isWithin(entry.time, range)
					? spell(entry)
					: undefined;
			if (spelling !== undefined) {
				const key = JSON.stringify(spelling);
				const known = spellings.get(key);
				spellings.set(key, {spelling, count: (known?.count ?? 0) + 1});
			}
		}
	}

	return best(spellings);
}

function best(
	spellings: ReadonlyMap<
		string,
		{readonly spelling: Spelling; readonly count: number}
	>,
	triedCount?: number,
): OtherSpelling | undefined {
	const [most] = [...spellings.values()].toSorted((a, b) => b.count - a.count);
	return most === undefined
		? undefined
		: {
				...most.spelling,
				count: most.count,
				...(triedCount === undefined ? {} : {triedCount}),
			};
}

/** Makes what says how an entry spells all that a query asks for; nothing for one that lacks a part of it. */
function createSpelling(
	query: Query,
	deployment: string,
): (entry: Entry) => Spelling | undefined {
	const wanted = fold(query.filter.text);
	const spellers = query.refinements.map((one) =>
		createSpeller(one, deployment),
	);
	return (entry) => {
		const text = spelledIn(entry.message, wanted);
		if (text === undefined) {
			return undefined;
		}

		const refinements: Refinement[] = [];
		for (const spell of spellers) {
			const one = spell(entry);
			if (one === undefined) {
				return undefined;
			}

			refinements.push(one);
		}

		return {text, refinements};
	};
}

type Speller = (entry: Entry) => Refinement | undefined;

function createSpeller(refinement: Refinement, deployment: string): Speller {
	const test = entryTest(refinement, deployment);
	const otherwise =
		refinement.effect === 'keep' ? createLooseSpeller(refinement) : undefined;
	return (entry) => (test(entry) ? refinement : otherwise?.(entry));
}

function createLooseSpeller(refinement: Refinement): Speller | undefined {
	switch (refinement.kind) {
		case 'text': {
			const wanted = fold(refinement.text);
			return ({message}) => {
				const text = spelledIn(message, wanted);
				return text === undefined ? undefined : {...refinement, text};
			};
		}

		case 'regex': {
			const loose: Refinement = {...refinement, flags: 'i'};
			const test = entryTest(loose);
			return (entry) => (test(entry) ? loose : undefined);
		}

		case 'field': {
			const {name, operator, value} = refinement;
			if (operator !== ':') {
				return undefined;
			}

			const wanted = fold(value);
			const lookUp = createFieldLookup(name);
			return (entry) => {
				const text = lookUp(entry)?.text;
				return text !== undefined && fold(text) === wanted
					? {effect: 'keep', ...isValue(name, text)}
					: undefined;
			};
		}

		case 'pattern': {
			return undefined;
		}
	}
}

/** Letters that a reader takes for one another, though they are not each other's case. */
const alike: ReadonlyMap<string, string> = new Map([
	['ß', 'ss'],
	['ς', 'σ'],
	['ı', 'i'],
	['ø', 'o'],
	['ł', 'l'],
	['đ', 'd'],
]);

/** A text without case, accents, widths, and blanks around it: two spellings of the same are alike then. */
function fold(text: string): string {
	return foldLetters(text.trim());
}

function foldLetters(text: string): string {
	const small = text.toLowerCase();
	return isAscii(text)
		? small
		: small
				.normalize('NFKD')
				.replaceAll(/\p{M}/gv, '')
				.replaceAll(/[ßςıøłđ]/gv, (letter) => alike.get(letter) ?? letter);
}

function isAscii(text: string): boolean {
	return /^[\0-\u007F]*$/v.test(text);
}

/** How a text spells what `fold` made of another one; nothing where it has none of it. */
function spelledIn(text: string, folded: string): string | undefined {
	if (folded === '') {
		return '';
	}

	const whole = foldLetters(text);
	const at = whole.indexOf(folded);
	if (at === -1) {
		return undefined;
	}

	if (whole.length === text.length && isAscii(text)) {
		return text.slice(at, at + folded.length);
	}

	return spelledInLetters(text, folded);
}

/** Letter by letter, as some are folded to several and others to none. */
function spelledInLetters(text: string, folded: string): string | undefined {
	const letters = text.match(/\P{M}\p{M}*|\p{M}+/gv) ?? [];
	for (let from = 0; from < letters.length; from++) {
		let to = from;
		let rest = folded;
		while (rest !== '' && to < letters.length) {
			const letter = foldLetters(letters[to] ?? '');
			if (!rest.startsWith(letter)) {
				break;
			}

			rest = rest.slice(letter.length);
			to++;
		}

		if (rest === '') {
			return letters.slice(from, to).join('');
		}
	}

	return undefined;
}
