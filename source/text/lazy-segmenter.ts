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

	segment(text: string): Iterable<Intl.SegmentData> {
		if (this.#hasGraphemes && joinsNothing(text)) {
			return Array.from(text, (segment, index) => ({
				segment,
				index,
				input: text,
			}));
		}

		this.#segmenter ??= new Segmenter(...this.#options);
		return this.#segmenter.segment(text);
	}
}

// eslint-disable-next-line @typescript-eslint/naming-convention -- It is called that.
const {Segmenter} = Intl;

/** Nor do an escape, with which colours begin, and a line's end join anything that is simple. */
function joinsNothing(text: string): boolean {
	// eslint-disable-next-line no-control-regex -- Colours are set by control sequences.
	return isSimpleText(text.replaceAll(/[\n\u001B]/gv, ''));
}
