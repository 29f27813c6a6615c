import {sanitize} from '../../text/sanitize.ts';
import {walk} from '../../text/walk.ts';
import {type Line} from './edit-line.ts';

/** The part of a line around its caret that has room. */
export type LineWindow = {
	/** Safe for a terminal. */
	readonly text: string;
	/** The cell of the caret. */
	readonly caret: number;
};

/** A grapheme is seldom longer, in code units; what is beyond is not looked at. */
const unitsPerCell = 4;
/** Of the room, for what comes after the caret. */
const shareAfter = 0.25;
const ellipsis = '…';

/** The caret is always in it; what is cut off on a side is told by an ellipsis there. */
export function lineWindow({value, caret}: Line, width: number): LineWindow {
	if (width <= 0) {
		return {text: '', caret: 0};
	}

	const reach = width * unitsPerCell;
	const before = cellsOf(value.slice(Math.max(0, caret - reach), caret));
	const after = cellsOf(value.slice(caret, caret + reach));
	const roomAfter = Math.min(widthOf(after), Math.floor(width * shareAfter));
	// The caret itself has a cell, also at the end of the line.
	const roomBefore = width - Math.max(1, roomAfter);
	const start = takeLast(before, caret > reach, roomBefore);
	const startWidth = widthOf(start);
	const end = takeFirst(
		after,
		value.length - caret > reach,
		width - startWidth,
	);
	return {
		text: [...start, ...end].map(({text}) => text).join(''),
		caret: startWidth,
	};
}

type Cell = {readonly text: string; readonly width: number};

function cellsOf(text: string): readonly Cell[] {
	const cells: Cell[] = [];
	walk(sanitize(text, {hasColors: false}), (grapheme, width) => {
		cells.push({text: grapheme, width});
	});
	return cells;
}

function widthOf(cells: readonly Cell[]): number {
	return cells.reduce((sum, {width}) => sum + width, 0);
}

const cutMark: Cell = {text: ellipsis, width: 1};

function takeFirst(
	cells: readonly Cell[],
	isCutBefore: boolean,
	room: number,
): readonly Cell[] {
	if (!isCutBefore && widthOf(cells) <= room) {
		return cells;
	}

	const taken: Cell[] = [];
	let left = room - cutMark.width;
	for (const cell of cells) {
		if (cell.width > left) {
			break;
		}

		taken.push(cell);
		left -= cell.width;
	}

	return room < cutMark.width ? [] : [...taken, cutMark];
}

function takeLast(
	cells: readonly Cell[],
	isCutBefore: boolean,
	room: number,
): readonly Cell[] {
	return takeFirst(cells.toReversed(), isCutBefore, room).toReversed();
}
