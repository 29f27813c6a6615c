import {BoundedCache} from '../base/cache.ts';
import {ShapeReader} from './shape/shape-reader.ts';

/** The shape of a message: its first line, with numbers, ids, times, addresses and quotations masked. `upstream timeout after <n> ms`. */
export function patternOf(message: string): string {
	const bytes = encoder.encode(message);
	reader.read(bytes, 0, bytes.length);
	return reader.pattern;
}

/** What stands in a pattern for any words, one or several; `key=<*>` for any one word that begins so. */
export const anyWords = '<*>';

const encoder = new TextEncoder();
const reader = new ShapeReader();

/** Whether the messages in [from, to) of bytes are of a pattern. Hot: asked for every entry, so what is known of shapes is remembered. */
export function createPatternBytesTest(
	pattern: string,
): (source: Uint8Array, from: number, to: number) => boolean {
	const isOfPattern = createShapeTest(pattern);
	const known = new BoundedCache<number, boolean>(2048);
	const testLast = () => isOfPattern(reader.pattern);
	return (source, from, to) => {
		reader.read(source, from, to);
		return known.take(reader.digest, testLast);
	};
}

/** Whether messages are of a pattern: their shape is that, with any words where it has `<*>`. */
export function createPatternTest(
	pattern: string,
): (message: string) => boolean {
	const isOfPattern = createShapeTest(pattern);
	return (message) => isOfPattern(patternOf(message));
}

/** The same for a shape that is known. Each word is looked at a few times at most, whatever the pattern. */
export function createShapeTest(pattern: string): (shape: string) => boolean {
	if (!pattern.includes(anyWords)) {
		return (shape) => shape === pattern;
	}

	const tests = pattern.split(' ').map((word) => wordTest(word));
	return (shape) => fits(shape.split(' '), tests);
}

const idMask = '<id>';
const quotedMask = '…';

/** Whether a shape may be of a pattern although it reads otherwise: an id without digits, or a value without quotation marks, is not masked. */
export function createKinTest(pattern: string): (shape: string) => boolean {
	const tests = pattern.split(' ').map((word) => kinWordTest(word));
	return (shape) => fits(shape.split(' '), tests);
}

/** Each mask of a word stands for one sign or more. */
function kinWordTest(word: string): WordTest {
	const parts = word
		.replaceAll(idMask, anyWords)
		.replaceAll(quotedMask, anyWords)
		.split(anyWords);
	return {
		fits: (other) => other === word || holdsInOrder(other, parts),
		isOpen: word === anyWords,
	};
}

/** Whether a word begins with the first part, ends with the last one, and has the others between, with something in each gap. */
function holdsInOrder(word: string, parts: readonly string[]): boolean {
	const [first = '', ...others] = parts;
	const last = others.pop();
	if (last === undefined || !word.startsWith(first)) {
		return false;
	}

	let from = first.length;
	for (const part of others) {
		const found = word.indexOf(part, from + 1);
		if (found === -1) {
			return false;
		}

		from = found + part.length;
	}

	return word.length - last.length > from && word.endsWith(last);
}

type WordTest = {
	readonly fits: (word: string) => boolean;
	/** Whether it may go on over any further words. */
	readonly isOpen: boolean;
};

function wordTest(word: string): WordTest {
	if (!word.endsWith(anyWords)) {
		return {fits: (other) => other === word, isOpen: false};
	}

	const start = word.slice(0, -anyWords.length);
	return {
		fits: (other) => other !== '' && other.startsWith(start),
		isOpen: start === '',
	};
}

/** Takes as few words as it can for each open test, and more for the last one where that does not fit. */
function fits(words: readonly string[], tests: readonly WordTest[]): boolean {
	let index = 0;
	let test = 0;
	let openTest = -1;
	let openEnd = 0;
	while (index < words.length) {
		const current = tests[test];
		if (current?.fits(words[index] ?? '')) {
			if (current.isOpen) {
				openTest = test;
				openEnd = index + 1;
			}

			index++;
			test++;
		} else if (openTest === -1) {
			return false;
		} else {
			openEnd++;
			index = openEnd;
			test = openTest + 1;
		}
	}

	return test === tests.length;
}

/** A shorter text is in too many messages. */
const shortestText = 4;

/** The longest text that all messages of a pattern hold, as one of them spells it; empty where there is none. */
export function longestIn(message: string, text: string): string {
	const parts = text
		.split(/<(?:\*|n|id|ip|email|time|duration)>|…/v)
		.map((part) => part.trim());
	// Blanks and colours are left out of patterns, so a part may be spelled otherwise in the message; its words are not.
	const words = parts.flatMap((part) => part.split(' '));
	const names = words.flatMap((word) => word.match(/[\p{L}_]+/gv) ?? []);
	for (const texts of [parts, words, names]) {
		const [longest] = texts
			.filter((one) => one.length >= shortestText && message.includes(one))
			.toSorted((a, b) => b.length - a.length);
		if (longest !== undefined) {
			return longest;
		}
	}

	return '';
}

/** What holds next to nothing but masks is kin of everything. */
export function saysSomething(text: string): boolean {
	const rest = text.replaceAll(/<(?:\*|n|id|ip|email|time|duration)>|…/gv, '');
	return text !== anyWords && /\p{L}{3}/v.test(rest);
}
