import {plain, sgrBetween, type Style} from './style.ts';

/** Builds a coloured string piece by piece, with no more SGR sequences than it needs, and plain again at its end. */
export class StyledText {
	#text = '';
	#style: Style = plain;

	push(text: string, style: Style): void {
		if (text !== '') {
			this.#text += sgrBetween(this.#style, style) + text;
			this.#style = style;
		}
	}

	toString(): string {
		return this.#text + sgrBetween(this.#style, plain);
	}
}
