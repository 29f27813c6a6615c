/** A key as it was pressed. */
type Key = {
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

/** The key that sends this sequence; nothing for what no key sends: reports of the terminal, of the mouse, and what is unknown. */
export function parseKey(sequence: string): Key | undefined {
	if (sequence === escape) {
		return key('escape', sequence);
	}

	if (!sequence.startsWith(escape)) {
		return characterKey(sequence);
	}

	const body = sequence.slice(1);
	if (body.length > 1 && body.startsWith('[')) {
		return controlSequenceKey(sequence, body.slice(1));
	}

	if (body.length > 1 && body.startsWith('O')) {
		return appKey(sequence, body.slice(1));
	}

	// Some terminals send alt as an escape before the key, be that a sequence itself.
	if (!body.startsWith(escape) && [...body].length > 1) {
		return undefined;
	}

	const plain = parseKey(body);
	return (
		plain && {
			...plain,
			alt: true,
			text: '',
			sequence,
			...(!body.startsWith(escape) && {
				meansTwo: [key('escape', escape), plain],
			}),
		}
	);
}

/** Keys that send a single character which is not their name. */
const characterNames: ReadonlyMap<string, string> = new Map([
	['\r', 'enter'],
	['\n', 'enter'],
	['\t', 'tab'],
	['\b', 'backspace'],
	['\u007F', 'backspace'],
	['\u001B', 'escape'],
	[' ', 'space'],
]);

/** Keys that send `ESC [` or `ESC O` and this letter. */
const letterNames: ReadonlyMap<string, string> = new Map([
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
const numberNames: ReadonlyMap<string, string> = new Map([
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

const escape = '\u001B';

function key(
	name: string,
	sequence: string,
	{modifiers = 0, text = ''}: {modifiers?: number; text?: string} = {},
): Key {
	return {
		kind: 'key',
		name,
		ctrl: hasBit(modifiers, 4),
		alt: hasBit(modifiers, 2),
		shift: hasBit(modifiers, 1),
		text,
		sequence,
	};
}

const shiftModifier = 1;
const ctrlModifier = 4;

function hasBit(modifiers: number, bit: number): boolean {
	return Math.floor(modifiers / bit) % 2 === 1;
}

function characterKey(character: string): Key | undefined {
	const name = characterNames.get(character);
	if (name !== undefined) {
		return key(name, character, {text: character === ' ' ? ' ' : ''});
	}

	const code = character.codePointAt(0) ?? 0;
	if (code === 0) {
		return key('space', character, {modifiers: ctrlModifier});
	}

	if (code < 0x20) {
		const letter = String.fromCodePoint(code + 0x40).toLowerCase();
		return key(letter, character, {modifiers: ctrlModifier});
	}

	return code >= 0x7f && code < 0xa0
		? undefined
		: key(character, character, {text: character});
}

function controlSequenceKey(sequence: string, body: string): Key | undefined {
	// The Linux console's `ESC [ [ A` to `E`
	const consoleKey = /^\[([A-E])$/v.exec(body)?.[1];
	if (consoleKey !== undefined) {
		return key(`f${'ABCDE'.indexOf(consoleKey) + 1}`, sequence);
	}

	const [, parameters = '', final = ''] =
		/^([\d:;]*)([A-Za-z~^])$/v.exec(body) ?? [];
	const [number = '', second = '', third = ''] = parameters.split(';');
	// A key that is let go ends in `:3` where the terminal tells so.
	if (second.endsWith(':3')) {
		return undefined;
	}

	const modifiers = Math.max(0, Number.parseInt(second || '1', 10) - 1);
	if (final === '~' || final === '^') {
		return number === '27'
			? codeKey(Number.parseInt(third, 10), modifiers)
			: toKey(
					numberNames.get(number),
					sequence,
					final === '^' ? ctrlModifier : modifiers,
				);
	}

	if (final === 'u') {
		return codeKey(Number.parseInt(number, 10), modifiers);
	}

	if (final === 'Z') {
		return key('tab', sequence, {modifiers: shiftModifier});
	}

	// `ESC [ 3 ; 4 R` is where the cursor is, not F3.
	return final === 'R' && parameters !== ''
		? undefined
		: toKey(letterNames.get(final), sequence, modifiers);
}

function toKey(name: string | undefined, sequence: string, modifiers: number) {
	return name === undefined ? undefined : key(name, sequence, {modifiers});
}

const keypad = '*+,-./0123456789';

/** `ESC O A`: arrows in application mode, F1 to F4, the keypad. */
function appKey(sequence: string, body: string): Key | undefined {
	const [, parameters = '', letter = ''] = /^([\d;]*)(.)$/v.exec(body) ?? [];
	if (letter === 'M') {
		return key('enter', '\r');
	}

	const keypadCharacter = keypad['jklmnopqrstuvwxy'.indexOf(letter)];
	if (letter !== '' && keypadCharacter !== undefined) {
		return characterKey(keypadCharacter);
	}

	const modifier = parameters.split(';').at(-1) ?? '';
	return toKey(
		letterNames.get(letter),
		sequence,
		modifier === '' ? 0 : Number(modifier) - 1,
	);
}

/** Kitty's and xterm's forms for keys that have no bytes of their own: a code point and modifiers. */
function codeKey(code: number, modifiers: number): Key | undefined {
	// Kitty's keys without a character are in the private use area.
	if (!(code > 0 && code < 0xe0_00)) {
		return undefined;
	}

	const isShifted = hasBit(modifiers, shiftModifier);
	const lower = String.fromCodePoint(code);
	const character = isShifted ? lower.toUpperCase() : lower;
	const isCtrl = hasBit(modifiers, ctrlModifier);
	const isAlt = hasBit(modifiers, 2);
	const plain = characterKey(isCtrl ? controlCharacter(lower) : character);
	if (plain === undefined) {
		return undefined;
	}

	const isNamed = characterNames.get(lower) !== undefined;
	return {
		...plain,
		name: isNamed ? (characterNames.get(lower) ?? '') : plain.name,
		ctrl: isCtrl,
		alt: isAlt,
		shift: isShifted && (isNamed || isCtrl),
		text: isAlt || isCtrl ? '' : plain.text,
		sequence: `${isAlt ? escape : ''}${isShifted && lower === '\t' ? '\u001B[Z' : plain.sequence}`,
	};
}

/** What a terminal sends for ctrl and a letter; other characters have no such byte and stay. */
function controlCharacter(character: string): string {
	return /^[@a-z\[\\\]^_]$/v.test(character)
		? String.fromCodePoint((character.toUpperCase().codePointAt(0) ?? 0) - 0x40)
		: character;
}
