// eslint-disable-next-line @typescript-eslint/naming-convention -- It is called that.
const {Segmenter} = Intl;

/** Parts a text as Intl.Segmenter does, but makes one when it is first asked: that takes 15 ms, and most starts show nothing that must be parted. The program is bundled with this in its place, for Ink as well. */
export class LazySegmenter {
	readonly #options: ConstructorParameters<typeof Segmenter>;
	#segmenter: Intl.Segmenter | undefined;

	constructor(...options: ConstructorParameters<typeof Segmenter>) {
		this.#options = options;
	}

	segment(text: string): Intl.Segments {
		this.#segmenter ??= new Segmenter(...this.#options);
		return this.#segmenter.segment(text);
	}
}
