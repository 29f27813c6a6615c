import {fit} from '../../text/fit.ts';
import {width as widthOf} from '../../text/width.ts';

/** A row with one text at its left and one at its right end; the left one gives way. */
export function spread(left: string, right: string, width: number): string {
	const cells = widthOf(right);
	if (cells === 0 || cells + 1 > width) {
		return fit(left, width, {ellipsis: '…'});
	}

	return `${fit(left, width - cells - 1, {ellipsis: '…'})} ${right}`;
}
