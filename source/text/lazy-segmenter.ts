import {isSimpleText} from './simple-text.ts';

/** Parts a text into graphemes as Intl.Segmenter does, but asks it only for what holds a character that may join another: to make one takes 15 ms of a start, and to ask it costs Ink more than all else that a frame does. The program is bundled with this in its place, for Ink as well. */
export class LazySegmenter {
	readonly #options: ConstructorParameters<typeof Segmenter>;
	readonly #hasGraphemes: boolean;
	#segmenter: Intl.Segmenter | undefined;

	constructor(...options: ConstructorParameters<typeof Segmenter>) {
		this.#options = options;
		const {granularity = 'grapheme'} = options[1] ?? {};
		this.#hasGraphemes = granularity === 'grapheme';
	}

	segment(text: string): Intl.Segments {
		if (this.#hasGraphemes && joinsNothing(text)) {
			return new Characters(text);
		}

		this.#segmenter ??= new Segmenter(...this.#options);
		return this.#segmenter.segment(text);
	}
}

/** A text of which each character is a segment. */
class Characters implements Intl.Segments {
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	[Symbol.iterator](): ReturnType<Intl.Segments[typeof Symbol.iterator]> {
		return Array.from(this.#text, (_, index) => this.#at(index)).values();
	}

	containing(codeUnitIndex = 0): Intl.SegmentData | undefined {
		const index = Math.trunc(codeUnitIndex) || 0;
		return index >= 0 && index < this.#text.length
			? this.#at(index)
			: undefined;
	}

	#at(index: number): Intl.SegmentData {
		return {segment: this.#text.charAt(index), index, input: this.#text};
	}
}

// eslint-disable-next-line @typescript-eslint/naming-convention -- It is called that.
const {Segmenter} = Intl;

/** Nor do an escape, with which colours begin, and a line's end join anything that is simple. */
function joinsNothing(text: string): boolean {
	// eslint-disable-next-line no-control-regex -- Colours are set by control sequences.
	return isSimpleText(text.replaceAll(/[\n\u001B]/gv, ''));
}
