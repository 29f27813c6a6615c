/** A key as it was pressed. */
export type Key = {
	readonly kind: 'key';
	/** What is on the key, as typed: `a`, `A`, `?`, or a name: `enter`, `escape`, `tab`, `space`, `backspace`, `delete`, `insert`, `up`, `down`, `left`, `right`, `home`, `end`, `pageup`, `pagedown`, `f1` to `f12`. */
	readonly name: string;
	readonly ctrl: boolean;
	readonly alt: boolean;
	/** Only where it does not show in the name: `A` is without, shift+tab with it. */
	readonly shift: boolean;
	/** What it would type; empty for keys that type nothing. */
	readonly text: string;
	/** The bytes of the key, in the form that every program knows. */
	readonly sequence: string;
	/** The escape key and another one, where the bytes are those of both: whoever presses them fast, or over a slow network, presses no alt. */
	readonly meansTwo?: readonly [Key, Key];
};

/** A text that was pasted, on one line. */
type Paste = {readonly kind: 'paste'; readonly text: string};

/** What the mouse did, where the terminal was asked to tell it: `x`, `y` are cells, 0, 0 the top left corner. */
type Mouse = {readonly x: number; readonly y: number} & (
	| {readonly kind: 'click'}
	/** The wheel was turned by a notch: -1 up, 1 down. */
	| {readonly kind: 'wheel'; readonly by: -1 | 1}
);

export type KeyEvent = Key | Paste | Mouse;

/** A key in a word, to look it up by: `j`, `G`, `ctrl+b`, `shift+tab`, `alt+left`. */
export function chord({name, ctrl, alt, shift}: Key): string {
	return `${ctrl ? 'ctrl+' : ''}${alt ? 'alt+' : ''}${shift ? 'shift+' : ''}${name}`;
}

/** What the reader did, for those who need no more of a key than its chord and what it would type. */
export function pressOf(event: KeyEvent): Press {
	if (event.kind !== 'key') {
		return event;
	}

	const {text, meansTwo} = event;
	return {
		kind: 'key',
		chord: chord(event),
		text,
		...(meansTwo && {otherwise: meansTwo.map((key) => pressOf(key))}),
	};
}

type Press =
	| Paste
	| Mouse
	| {
			readonly kind: 'key';
			readonly chord: string;
			readonly text: string;
			readonly otherwise?: readonly Press[];
	  };

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
