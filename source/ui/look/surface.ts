/** A part of the terminal that a list paints itself, past Ink. */
export type Surface = {
	/** Puts the surface there from the next frame on; a rectangle without cells hides it. */
	readonly place: (rectangle: Rectangle) => void;
	/** Its rows have changed: they are asked for with the next frame, at once when `isUrgent` (a key waits), else at the screen's pace. */
	readonly invalidate: (options?: {isUrgent?: boolean}) => void;
	/** Shows the terminal's own cursor there, in cells of the surface; nothing hides it. */
	readonly placeCursor: (
		cursor: {readonly x: number; readonly y: number} | undefined,
	) => void;
	readonly remove: () => void;
};

/** In cells; 0, 0 is the top left corner of the terminal. */
export type Rectangle = {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
};

/** From here on both upper panes are open; milliseconds and regions are left out of narrower rows. */
export const leastColumnsForOpenPanes = 100;
export const leastRowsForOpenPanes = 32;

export function contains(
	{x: left, y: top, width, height}: Rectangle,
	x: number,
	y: number,
): boolean {
	return x >= left && x < left + width && y >= top && y < top + height;
}

/** Where a surface gets its rows. Asked once a frame for each row, so it must answer at once. */
export type RowSource = {
	/** The row `index` counted from the top of the surface, which has `height` rows: text that is safe for a terminal, with colours at most (SGR), of at most `width` cells. A shorter row is filled with blanks. */
	readonly row: (index: number, width: number, height: number) => string;
};

/** What the UI needs of the terminal's screen. */
export type Surfaces = {
	/** `kind` is the view of which it is the list. */
	readonly create: (source: RowSource, kind?: string) => Surface;
};

export function isWide(columns: number): boolean {
	return columns >= leastColumnsForOpenPanes;
}

/** The cells that a notice has room for in the footer. */
export function noticeWidth({columns}: {readonly columns: number}): number {
	return columns - 2;
}
