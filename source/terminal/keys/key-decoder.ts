import {type StartTimer} from '../timer.ts';
import {type KeyEvent, parseKey, parseMouse} from './key.ts';

/** Cuts what a terminal sends into keys, pastes and, where it was asked for, deeds of the mouse. What the terminal reports by itself is dropped. */
export function createKeyDecoder(
	emit: (event: KeyEvent) => void,
	startTimer: StartTimer,
	{hasMouse = false} = {},
): KeyDecoder {
	let utf8 = new TextDecoder();
	let pending = '';
	let paste: string | undefined;
	/** Whether its end is not told. */
	let isFlood = false;
	let cancelTimer: (() => void) | undefined;
	/** The timer runs since an answer of the terminal has begun. */
	let isInAnswer = false;

	const emitKey = (sequence: string) => {
		const event =
			(hasMouse ? parseMouse(sequence) : undefined) ?? parseKey(sequence);
		if (event !== undefined) {
			emit(event);
		}
	};

	const wait = (milliseconds: number, finish: () => void) => {
		cancelTimer?.();
		cancelTimer = startTimer(finish, milliseconds);
	};

	const finishPaste = (rest: string) => {
		const text = pasteText(paste ?? '');
		paste = undefined;
		isFlood = false;
		if (text !== '') {
			emit({kind: 'paste', text});
		}

		decode(rest);
	};

	const continueFlood = (chunk: string) => {
		paste = (paste ?? '') + chunk;
		isFlood = true;
		wait(floodMilliseconds, () => {
			finishPaste('');
		});
	};

	const continuePaste = (chunk: string) => {
		const from = Math.max(0, (paste ?? '').length - pasteEnd.length);
		paste += chunk;
		const end = (paste ?? '').indexOf(pasteEnd, from);
		if (end === -1) {
			wait(pasteMilliseconds, () => {
				finishPaste('');
			});
		} else {
			const rest = (paste ?? '').slice(end + pasteEnd.length);
			paste = (paste ?? '').slice(0, end);
			finishPaste(rest);
		}
	};

	/** What came is all there is: an escape is the key, a character after it was pressed with alt, anything longer was cut off. */
	const finishPending = () => {
		const sequence = pending;
		pending = '';
		isInAnswer = false;
		if (sequence === escape + escape) {
			emitKey(escape);
			emitKey(escape);
		} else if (sequence.length <= 2) {
			emitKey(sequence);
		}
	};

	const decode = (text: string) => {
		let index = 0;
		while (index < text.length) {
			const end = keySequenceEnd(text, index);
			if (end === undefined) {
				pending = text.slice(index);
				const isAnswer =
					pending.length > 2 &&
					(!'[O'.includes(pending.charAt(1)) || pending.startsWith(mouseStart));
				if (!isAnswer || !isInAnswer) {
					wait(
						isAnswer ? answerMilliseconds : loneEscapeMilliseconds,
						finishPending,
					);
				}

				isInAnswer = isAnswer;
				return;
			}

			if (isInAnswer) {
				isInAnswer = false;
				cancelTimer?.();
			}

			const sequence = text.slice(index, end);
			index = end;
			if (sequence === pasteStart) {
				paste = '';
				continuePaste(text.slice(index));
				return;
			}

			emitKey(sequence);
		}
	};

	return {
		push(chunk) {
			const text =
				typeof chunk === 'string' ? chunk : utf8.decode(chunk, {stream: true});
			// What is typed behind an answer whose end was lost does not put that off.
			if (!isInAnswer) {
				cancelTimer?.();
			}

			if (isFlood || (paste === undefined && isPasted(text))) {
				continueFlood(text);
				return;
			}

			if (paste !== undefined && text !== interrupt) {
				continuePaste(text);
				return;
			}

			if (paste !== undefined) {
				finishPaste('');
			}

			// Escape and then another key is far likelier than alt torn in two.
			if (pending === escape && !/^[\[O\]P_]/v.test(text)) {
				finishPending();
			}

			const whole =
				hasMouse && pending === '' && cutReport.test(text)
					? `${escape}[${text.replace(/^\[/v, '')}`
					: pending + text;
			pending = '';
			decode(whole);
		},
		reset() {
			cancelTimer?.();
			utf8 = new TextDecoder();
			pending = '';
			isInAnswer = false;
			paste = undefined;
			isFlood = false;
		},
	};
}

type KeyDecoder = {
	readonly push: (chunk: Uint8Array | string) => void;
	/** Forgets what is unfinished. */
	readonly reset: () => void;
};

/** A network can part a sequence after its escape: one that stands alone this long was the key. */
const loneEscapeMilliseconds = 100;
/** An answer of the terminal may take so long from its beginning to its end. */
const answerMilliseconds = 1000;
const pasteMilliseconds = 5000;
/** Behind a flood that is no longer one: what is typed then is keys again. */
const floodMilliseconds = 100;

const escape = '\u001B';
const pasteStart = `${escape}[200~`;
const pasteEnd = `${escape}[201~`;
/** `ctrl+c` alone: whoever presses it waits for the end of a paste that has been lost. */
const interrupt = '\u0003';
/** No key begins so. */
const mouseStart = `${escape}[<`;
/** The rest of a report whose beginning came so much earlier that it was taken for a key. */
const cutReport = /^\[?<\d{1,4};\d{1,5};\d{1,5}[Mm]/v;

/** Nobody types so much between two looks, and keys that are held down come without blanks between them: a text was pasted, on a terminal that does not say so. */
const leastFlood = {ofWords: 1000, ofAnything: 4000};

function isPasted(text: string): boolean {
	return (
		text.length >= leastFlood.ofWords &&
		!text.includes(escape) &&
		(text.length >= leastFlood.ofAnything || /\s/v.test(text))
	);
}

/** Nobody means more than this for a prompt of one line. */
const longestPaste = 65_536;

/** A paste as a prompt of one line takes it: newlines and tabs are blanks, other controls are dropped. */
function pasteText(pasted: string): string {
	return pasted
		.slice(0, longestPaste)
		.replace(/(?<![\r\n])[\r\n]+$/v, '')
		.replaceAll(/[\r\n]+|\t/gv, ' ')
		.replaceAll(/[\p{Cc}\p{Cs}]/gv, '');
}

/** Where the sequence of one key that begins at `index` ends; nothing if more of it must come. */
function keySequenceEnd(text: string, index: number): number | undefined {
	if (text[index] !== escape) {
		return index + characterAt(text, index).length;
	}

	const introducer = characterAt(text, index + 1);
	switch (introducer) {
		case '': {
			return undefined;
		}

		case escape: {
			return doubleEscapeEnd(text, index);
		}

		case '[': {
			return controlSequenceEnd(text, index);
		}

		case 'O': {
			return appEnd(text, index);
		}

		default: {
			return answerStarts.has(introducer)
				? answerEnd(text, index)
				: index + 1 + introducer.length;
		}
	}
}

/** What begins an answer of the terminal (a colour, its name, a setting) and what is next in it: else both are keys, the first pressed with alt. */
const answerStarts: ReadonlyMap<string, RegExp> = new Map([
	[']', /^\d/v],
	['P', /^[\d>!+$=\|]/v],
	['_', /^G/v],
]);

function characterAt(text: string, index: number): string {
	const code = text.codePointAt(index);
	return code === undefined ? '' : String.fromCodePoint(code);
}

/** Alt and a key that is a sequence itself, or the escape key and then something else. */
function doubleEscapeEnd(text: string, index: number): number | undefined {
	const next = text[index + 2];
	if (next === undefined) {
		return undefined;
	}

	// A report of the mouse is nothing that alt is held with.
	const isMouse = next === '[' && text[index + 3] === '<';
	return (next === '[' || next === 'O') && !isMouse
		? keySequenceEnd(text, index + 1)
		: index + 1;
}

function controlSequenceEnd(text: string, index: number): number | undefined {
	const first = text[index + 2];
	// The Linux console's function keys have one more character, a mouse report of old has three.
	if (first === '[' || first === 'M') {
		const end = index + (first === '[' ? 4 : 6);
		return end <= text.length ? end : undefined;
	}

	for (let at = index + 2; at < text.length; at++) {
		const character = text.charAt(at);
		if (character >= '@' && character <= '~') {
			return at + 1;
		}

		// Broken off: what follows is something else.
		if (character < ' ' || character > '~') {
			return at;
		}
	}

	return undefined;
}

function appEnd(text: string, index: number): number | undefined {
	let at = index + 2;
	while (/^[\d;]$/v.test(text.charAt(at))) {
		at++;
	}

	if (at >= text.length) {
		return undefined;
	}

	return /^[A-Za-z]$/v.test(text.charAt(at)) ? at + 1 : index + 2;
}

/** Up to BEL, `ESC \` or its other form, or where it is broken off. */
function answerEnd(text: string, index: number): number | undefined {
	const from = index + 2;
	if (from >= text.length) {
		return undefined;
	}

	if (
		answerStarts.get(text.charAt(index + 1))?.test(text.slice(from)) !== true
	) {
		return from;
	}

	const broken = /\p{Cc}/v.exec(text.slice(from));
	if (broken === null) {
		return undefined;
	}

	const [sign] = broken;
	const at = from + broken.index;
	if (sign === '\u0007' || sign === '\u009C') {
		return at + 1;
	}

	if (sign !== escape) {
		return at;
	}

	const last = text[at + 1];
	return last === undefined ? undefined : last === '\\' ? at + 2 : at;
}
