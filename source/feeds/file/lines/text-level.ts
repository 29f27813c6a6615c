import {Buffer} from 'node:buffer';
import {letters, standsAt, TextHead} from './line-bytes.ts';
import {levelOfHead} from './goes-on.ts';

/** Finds the level that a text begins with, or has behind the names of a thread or a logger. */
export class LevelReader {
	/** Where what is said begins: behind the level, where that stands first. */
	messageStart = 0;
	#bytes: Uint8Array = Buffer.alloc(0);
	#textEnd = 0;
	/** The token that is looked at. */
	#index = 0;
	#start = 0;
	#end = 0;
	/** Where its first dot or equals sign stands; below 0 where it has none. */
	#joint = -1;

	/** Hot. The level of the text [from, to); empty where it has none. */
	read(bytes: Uint8Array, from: number, to: number): string {
		this.messageStart = from;
		this.#bytes = bytes;
		this.#textEnd = to;
		const headEnd = Math.min(to, from + headLength);
		this.#end = from;
		for (
			this.#index = 0;
			this.#index < mostTokens && this.#end < from + farthest;
			this.#index++
		) {
			const start = skip(bytes, this.#end, headEnd);
			const end = this.#readToken(start, headEnd);
			if (end === start || isThrown(bytes, start, end)) {
				break;
			}

			if (end - start <= longestLevel) {
				const level = this.#readWord() ?? this.#readWithin();
				if (level !== undefined) {
					return level;
				}
			}
		}

		return levelOfHead(bytes, from, headEnd);
	}

	/** Finds where the token ends that begins at `start`. */
	#readToken(start: number, to: number): number {
		const bytes = this.#bytes;
		const most = Math.min(to, start + longestToken);
		this.#start = start;
		this.#joint = -1;
		let at = start;
		for (; at < most; at++) {
			const mark = tokenMarks[bytes[at] ?? 0] ?? 0;
			if (mark === endsBefore) {
				break;
			}

			// A bracket, or a colon that is not alone.
			if (mark === endsBehind || (mark === mayEndBehind && at > start)) {
				at++;
				break;
			}

			if (mark === joins && this.#joint === -1) {
				this.#joint = at;
			}
		}

		this.#end = at;
		return at;
	}

	/** A token that is a level, with signs around it or without. */
	#readWord(): string | undefined {
		const bytes = this.#bytes;
		const start =
			signsAround[bytes[this.#start] ?? 0] === opening
				? this.#start + 1
				: this.#start;
		let end = this.#end;
		for (let signs = 0; signs < 3 && end > start; signs++) {
			if (signsAround[bytes[end - 1] ?? 0] !== closing) {
				break;
			}

			end--;
		}

		const spelling = findSpelling(bytes, start, end);
		if (spelling === undefined) {
			return undefined;
		}

		const isBare = start === this.#start && end === this.#end;
		if (isBare && this.#index > 0 && !spelling.isLarge) {
			return undefined;
		}

		if (
			this.#index === 0 &&
			!(
				isBare &&
				spelling.mayBegin &&
				isOfSentence(bytes, this.#end, this.#textEnd)
			)
		) {
			this.#skipLevel();
		}

		return spelling.word;
	}

	/** A level that stands together with what it is of: `local.ERROR:`, `INFO/MainProcess]`, `main/INFO]:`, `INFO[0003]`, `level=warn`, `##[error]`, `fail:`. */
	#readWithin(): string | undefined {
		if (!this.#mayHoldLevel()) {
			return undefined;
		}

		const isFirst = this.#index === 0;
		const token = letters(this.#bytes, this.#start, this.#end);
		const {
			word = '',
			assigned,
			marked,
			behind,
		} = joinedLevel.exec(token)?.groups ??
		(isFirst ? (/^(?<marked>fail):$/v.exec(token)?.groups ?? {}) : {});
		const level = assigned ?? marked ?? behind ?? word;
		if (level === '' || !levelWords.has(level.toLowerCase())) {
			return undefined;
		}

		if (isFirst && !token.includes('=')) {
			this.#skipLevel();
		}

		return level;
	}

	/** Whether a token may hold a level beside other signs: what most tokens do not is told without an expression. */
	#mayHoldLevel(): boolean {
		const bytes = this.#bytes;
		const start = this.#start;
		const joint = this.#joint;
		const first = bytes[start];
		if (first === hash || isLargeWord(bytes, start)) {
			return true;
		}

		return joint === -1
			? this.#end - start === failHead.length &&
					standsAt(bytes, start, failHead)
			: bytes[joint] === dot || bytes[joint] === slash
				? isLargeWord(bytes, joint + 1)
				: (first === lowerL || first === lowerS || first === lowerA) &&
					isLengthOfName[joint - start] === 1;
	}

	/** What is said begins behind the level, which may be padded within its brackets: `[info     ] up`. */
	#skipLevel() {
		const bytes = this.#bytes;
		const at = skip(bytes, this.#end, this.#textEnd);
		const isPadded =
			bytes[this.#start] === openBracket &&
			!bytes.subarray(this.#start, this.#end).includes(closeBracket) &&
			at < this.#textEnd &&
			bytes[at] === closeBracket;
		this.messageStart = isPadded ? skip(bytes, at + 1, this.#textEnd) : at;
	}
}

/** In bytes, with the signs around it. */
const longestLevel = 48;
const mostTokens = 7;
/** In bytes: so far behind the beginning a level is looked for. */
const farthest = 120;
/** In bytes: no more of a text says which level it is of. */
const headLength = 256;

const textLevels = new LevelReader();
const textHead = new TextHead(headLength);

/** The level of a text, and the text without it where it stands first. */
export function readLevel(text: string): {
	readonly level: string;
	readonly message: string;
} {
	const level = textLevels.read(textHead.bytes, 0, textHead.write(text));
	const {messageStart} = textLevels;
	return {
		level,
		message: messageStart === 0 ? text : text.slice(messageStart),
	};
}

/** Whether a sentence goes on behind a word that could be its level: what is a level stands apart. */
function isOfSentence(bytes: Uint8Array, end: number, to: number): boolean {
	const next = end + 1 < to ? bytes[end + 1] : undefined;
	return (
		end < to &&
		bytes[end] === space &&
		next !== space &&
		next !== hyphen &&
		next !== bar
	);
}

/** `Error: boom` and Go's `panic: boom` are what was thrown, not a level and a message. */
function isThrown(bytes: Uint8Array, start: number, end: number): boolean {
	return (
		end - start === errorHead.length &&
		(standsAt(bytes, start, errorHead) || standsAt(bytes, start, panicHead))
	);
}

const errorHead = Buffer.from('Error:');
const panicHead = Buffer.from('panic:');

const failHead = Buffer.from('fail:');

function isLargeWord(bytes: Uint8Array, at: number): boolean {
	return isLarge(bytes[at]) && isLarge(bytes[at + 1]) && isLarge(bytes[at + 2]);
}

function isLarge(byte = 0): boolean {
	return byte >= 0x41 && byte <= 0x5a;
}

const joinedLevel =
	/^##\[(?<marked>[a-z]{4,7})\]$|^(?:level|lvl|severity|at)="?(?<assigned>\w{3,9})"?$|^(?:\w{1,30}\.)?(?<word>[A-Z]{3,9})(?:\/\S{1,38}|\[\d{1,6}\]|:)$|^\[?[\w#\-]{1,30}\/(?<behind>[A-Z]{3,9})\]:?$/v;

function skip(bytes: Uint8Array, from: number, to: number): number {
	let at = from;
	while (at < to && separators[bytes[at] ?? 0] === 1) {
		at++;
	}

	return at;
}

const longestToken = 80;

/** By a byte: what is said of those that are among some signs, and 0 of all others. */
function tableOf(
	...marks: ReadonlyArray<readonly [signs: string, mark: number]>
): Uint8Array {
	const table = new Uint8Array(256);
	for (const [signs, mark] of marks) {
		for (const byte of Buffer.from(signs)) {
			table[byte] = mark;
		}
	}

	return table;
}

const separators = tableOf([' \t-:|,', 1]);
const endsBefore = 1;
const endsBehind = 2;
const mayEndBehind = 3;
const joins = 4;
const tokenMarks = tableOf(
	[' \t|,', endsBefore],
	[']', endsBehind],
	[':', mayEndBehind],
	['.=/', joins],
);
const opening = 1;
const closing = 2;
const signsAround = tableOf(['[(<', opening], ['])>:,', closing]);

/** `level`, `lvl`, `severity`, `at`. */
const isLengthOfName = Uint8Array.from({length: longestToken}, (_, length) =>
	[2, 3, 5, 8].includes(length) ? 1 : 0,
);

const space = 0x20;
const hash = 0x23;
const hyphen = 0x2d;
const dot = 0x2e;
const slash = 0x2f;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const lowerA = 0x61;
const lowerL = 0x6c;
const lowerS = 0x73;
const bar = 0x7c;

/** What programs write in the place of a level. */
const levelWords = new Set(
	`trace debug info notice note warn warning error err fatal panic dpanic critical
	crit alert emerg emergency severe verbose information success dbug dbg wrn inf
	ftl trc fail config fine finer finest log erro debu fata pani trac`.split(
		/\s+/v,
	),
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
function findSpelling(
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
