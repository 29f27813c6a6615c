import {type Mouse} from './key.ts';

/** What the mouse did, of a report in decimal numbers (SGR, mode 1006); nothing for what means nothing here: a button that is let go, other buttons, a click with a modifier. */
export function parseMouse(sequence: string): Mouse | undefined {
	const [, code = '', column = '', row = '', final = ''] =
		report.exec(sequence) ?? [];
	if (final !== 'M') {
		return undefined;
	}

	const at = {x: Number(column) - 1, y: Number(row) - 1};
	const button = Number(code);
	if (button === leftButton) {
		return {kind: 'click', ...at};
	}

	const by = wheel.get(button - (Math.floor(button / 4) % 8) * 4);
	return by === undefined ? undefined : {kind: 'wheel', by, ...at};
}

// eslint-disable-next-line no-control-regex -- It is what the terminal sends.
const report = /^\u001B\[<(\d{1,4});(\d{1,5});(\d{1,5})([Mm])$/v;
const leftButton = 0;
/** Without the bits of shift, alt and ctrl. */
const wheel: ReadonlyMap<number, -1 | 1> = new Map([
	[64, -1],
	[65, 1],
]);
