import stringWidth from './string-width.ts';

/** The cells that a grapheme takes: 0, 1, 2, for a few scripts more. */
export function graphemeWidth(grapheme: string): number {
	if (grapheme.length === 1 && grapheme >= ' ' && grapheme <= '~') {
		return 1;
	}

	let width = widths.get(grapheme);
	if (width === undefined) {
		if (widths.size >= mostRemembered) {
			widths.clear();
		}

		width = stringWidth(grapheme);
		widths.set(grapheme, width);
	}

	return width;
}

const mostRemembered = 8192;
const widths = new Map<string, number>();
