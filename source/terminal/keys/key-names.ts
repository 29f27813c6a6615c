/** Keys that send a single character which is not their name. */
export const characterNames: ReadonlyMap<string, string> = new Map([
	['\r', 'enter'],
	['\n', 'enter'],
	['\t', 'tab'],
	['\b', 'backspace'],
	['\u007F', 'backspace'],
	['\u001B', 'escape'],
	[' ', 'space'],
]);

/** Keys that send `ESC [` or `ESC O` and this letter. */
export const letterNames: ReadonlyMap<string, string> = new Map([
	['A', 'up'],
	['B', 'down'],
	['C', 'right'],
	['D', 'left'],
	['F', 'end'],
	['H', 'home'],
	['P', 'f1'],
	['Q', 'f2'],
	['R', 'f3'],
	['S', 'f4'],
]);

/** Keys that send `ESC [`, this number and `~`. */
export const numberNames: ReadonlyMap<string, string> = new Map([
	['1', 'home'],
	['2', 'insert'],
	['3', 'delete'],
	['4', 'end'],
	['5', 'pageup'],
	['6', 'pagedown'],
	['7', 'home'],
	['8', 'end'],
	['11', 'f1'],
	['12', 'f2'],
	['13', 'f3'],
	['14', 'f4'],
	['15', 'f5'],
	['17', 'f6'],
	['18', 'f7'],
	['19', 'f8'],
	['20', 'f9'],
	['21', 'f10'],
	['23', 'f11'],
	['24', 'f12'],
]);
