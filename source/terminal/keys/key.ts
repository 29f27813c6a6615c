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
export type Mouse = {readonly x: number; readonly y: number} & (
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
