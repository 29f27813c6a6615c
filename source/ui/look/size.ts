/** From here on both upper panes are open; milliseconds and regions are left out of narrower rows. */
export const leastColumnsForOpenPanes = 100;
export const leastRowsForOpenPanes = 32;

export function isWide(columns: number): boolean {
	return columns >= leastColumnsForOpenPanes;
}

/** The cells that a notice has room for in the footer. */
export function noticeWidth({columns}: {readonly columns: number}): number {
	return columns - 2;
}
