import {ShapeReader} from './shape/shape-reader.ts';

/** What stands in a pattern for any words, one or several; `key=<*>` for any one word that begins so. */
export const anyWords = '<*>';

const encoder = new TextEncoder();
const reader = new ShapeReader();

/** The shape of a message: its first line, with numbers, ids, times, addresses and quotations masked. `upstream timeout after <n> ms`. */
export function patternOf(message: string): string {
	const bytes = encoder.encode(message);
	reader.read(bytes, 0, bytes.length);
	return reader.pattern;
}

/** Whether messages are of a pattern: their shape is that, with any words where it has `<*>`. */
export function createPatternTest(
	pattern: string,
): (message: string) => boolean {
	const isOfPattern = createShapeTest(pattern);
	return (message) => isOfPattern(patternOf(message));
}

/** The same for a shape that is known. */
export function createShapeTest(pattern: string): (shape: string) => boolean {
	if (!pattern.includes(anyWords)) {
		return (shape) => shape === pattern;
	}

	const expression = new RegExp(
		`^${pattern
			.split(' ')
			.map((word) => wordExpression(word))
			.join(' ')}$`,
		'v',
	);
	return (shape) => expression.test(shape);
}

function wordExpression(word: string): string {
	if (word === anyWords) {
		return String.raw`\S+(?: \S+)*`;
	}

	return word.endsWith(anyWords)
		? String.raw`${escaped(word.slice(0, -anyWords.length))}\S*`
		: escaped(word);
}

function escaped(text: string): string {
	return text.replaceAll(/[\^$\\.*+?\(\)\[\]\{\}\|\/\-]/gv, String.raw`\$&`);
}
