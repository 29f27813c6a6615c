import {cut} from '../../text/cut.ts';
import {width as widthOf} from '../../text/width.ts';
import {type Role, type Theme} from '../look/theme.ts';

/** Writes words into a line: shortens, then leaves out what ranks last until all fits. */
export function fitSegments(
	all: readonly Segment[],
	width: number,
	theme: Theme,
): string {
	return joinShown(shrink(all, width), width, theme);
}

/** A word of a line. It gives way to those with a lower number; shorter forms are tried first. */
export type Segment = {
	readonly role: Role;
	/** From the longest form to the shortest. */
	readonly forms: readonly string[];
	/** One for all forms, or one for each of the shortest ones: with that of the last form it is left out. Below 1 is what is kept at every size. */
	readonly rank: number | readonly number[];
	readonly isRight?: boolean;
	/** Cells between it and the one before. */
	readonly gap?: number;
};

/** In which form each word fits, of those that fit. */
export function shrink(all: readonly Segment[], width: number): Fitted {
	let shown: readonly Shown[] = all.map((segment) => ({segment, form: 0}));
	let isTight = false;
	while (cellsOf({shown, isTight}) > width) {
		const worst = Math.max(...shown.map((one) => rankOf(one)));
		const last = shown.find((one) => rankOf(one) === worst);
		if (last === undefined || worst === 0) {
			break;
		}

		// Before something goes that is kept at every size, all stand closer.
		if (worst < 1 && !isTight) {
			isTight = true;
			continue;
		}

		shown =
			last.form + 1 < last.segment.forms.length
				? shown.map((one) =>
						one === last ? {...one, form: one.form + 1} : one,
					)
				: shown.filter((one) => one !== last);
	}

	return {shown, isTight};
}

type Shown = {readonly segment: Segment; readonly form: number};
type Fitted = {readonly shown: readonly Shown[]; readonly isTight: boolean};

function rankOf({segment: {rank, forms}, form}: Shown): number {
	return typeof rank === 'number' ? rank : (rank.at(form - forms.length) ?? 0);
}

function cellsOf({shown, isTight}: Fitted): number {
	let cells = 1;
	for (const [index, one] of shown.entries()) {
		cells += widthOf(textOf(one)) + (index === 0 ? 0 : gapOf(one, isTight));
	}

	return cells + 1;
}

function joinShown(
	{shown, isTight}: Fitted,
	width: number,
	theme: Theme,
): string {
	const paint = (one: Shown) => theme.paint(one.segment.role, textOf(one));
	let left = ' ';
	let right = '';
	for (const [index, one] of shown.entries()) {
		if (one.segment.isRight === true) {
			right += paint(one);
		} else {
			left += (index === 0 ? '' : ' '.repeat(gapOf(one, isTight))) + paint(one);
		}
	}

	const blanks = Math.max(0, width - widthOf(left) - widthOf(right) - 1);
	return cut(`${left}${' '.repeat(blanks)}${right}`, width);
}

function textOf({segment, form}: Shown): string {
	return segment.forms[form] ?? '';
}

function gapOf({segment}: Shown, isTight: boolean): number {
	return isTight ? 1 : (segment.gap ?? 2);
}
