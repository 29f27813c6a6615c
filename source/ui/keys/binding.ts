import {type Action} from '../../store/action.ts';
import {type Mode} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {type Trail} from '../../store/trail.ts';
import {type NamedTarget, type Setting, type OwnKeys} from '../look/setting.ts';
import {type TimeSpan} from '../../log/time-range.ts';

/** A key, what it does and what is said of it. */
export type Binding = {
	/** Any of them: `j`, `ctrl+b`. None: the palette alone offers it. */
	readonly keys: readonly string[];
	/** What the palette calls it, in a word or two. */
	readonly name?: string;
	/** Other words by which the palette finds it: what other programs call it. */
	readonly words?: readonly string[];
	/** What it does, in words. */
	readonly help: string;
	/** Under which title the help shows it. */
	readonly group: string;
	/** For the footer. */
	readonly hint?: {
		readonly words: string;
		readonly rank: number;
		readonly keys?: string;
		/** Whether the key has something to do; always unless told. */
		readonly isShown?: (state: State) => boolean;
	};
	/** When it is bound; always unless told. */
	readonly isBound?: (state: State) => boolean;
	/** Whether the palette offers it; it does unless told. */
	readonly isOffered?: (state: State, setting: Setting) => boolean;
	/** `height` is that of the rows of the view that has the keys. */
	readonly run: (
		state: State,
		setting: Setting,
		height: number,
	) => readonly Command[];
};

/** A binding whose list says under which title the help shows it, unless it does. */
export type ListedBinding = Omit<Binding, 'group'> &
	Partial<Pick<Binding, 'group'>>;

/** Bindings that the help shows under one title. */
export function inGroup(
	group: string,
	bindings: readonly ListedBinding[],
): readonly Binding[] {
	return bindings.map((binding) => ({group, ...binding}));
}

/** What a key asks for: a change of the state, or something at the rim. */
export type Command =
	| Action
	| TakeCommand
	| {readonly kind: 'quit'}
	| {readonly kind: 'suspend'}
	| {readonly kind: 'repaint'}
	/** Reads the words at the time prompt. */
	| {readonly kind: 'submit-time'; readonly words: string}
	| ExploreCommand
	/** Does what is to be done as soon as there is something, unless a key comes before that. */
	| {
			readonly kind: 'await';
			readonly commands: (state: State) => readonly Command[] | undefined;
	  }
	/** What the palette has chosen: done as if its key had been pressed. */
	| {readonly kind: 'perform'; readonly binding: Binding};

/** Leaves this deployment for another. */
export type ExploreCommand = NamedTarget & {
	readonly kind: 'explore';
	/** The deploys that it is one of: what is asked for and how it is looked at stay as they are. */
	readonly trail?: Trail;
};

/** What a key takes away with it. */
export type TakeCommand =
	| {
			readonly kind: 'copy';
			/** In a word, for the footer. */
			readonly what: string;
			readonly text: string;
			/** What the text lacks, in words. */
			readonly caveat?: string;
			/** Of a range of entries: from when to when they are. */
			readonly span?: TimeSpan;
	  }
	/** Shows a text on the normal screen. */
	| {readonly kind: 'show-bare'; readonly text: string}
	/** Writes what is shown to a file; over another one only where that may be. */
	| {
			readonly kind: 'save';
			readonly path: string;
			readonly mayReplace: boolean;
	  }
	/** Opens what is shown in the reader's pager or editor. */
	| {readonly kind: 'open'};

/** Back to the list. */
export const list: Command = {kind: 'mode', mode: {kind: 'list'}};

export function say(text: string): Command[] {
	return [{kind: 'notice', text}];
}

/** Says it as long as it is so. */
export function sayWhere(
	text: string,
	isSo: (state: State) => boolean,
): Command[] {
	return [
		...say(text),
		{
			kind: 'await',
			// What has been said since is not taken away.
			commands: (state) =>
				state.screen.notice !== text || isSo(state) ? undefined : [],
		},
	];
}

export type ModeOf<Kind extends Mode['kind']> = Extract<
	Mode,
	{readonly kind: Kind}
>;

/** Makes what a key does while its mode is on, which it is when the key comes. */
export function inMode<Kind extends Mode['kind']>(
	kind: Kind,
	run: (
		mode: ModeOf<Kind>,
		state: State,
		setting: Setting,
	) => readonly Command[],
): Binding['run'] {
	const isOn = (mode: Mode): mode is ModeOf<Kind> => mode.kind === kind;
	return (state, setting) => {
		const {mode} = state.screen;
		return isOn(mode) ? run(mode, state, setting) : [];
	};
}

const labels: ReadonlyMap<string, string> = new Map([
	['up', '↑'],
	['down', '↓'],
	['left', '←'],
	['right', '→'],
	['pageup', 'pgup'],
	['pagedown', 'pgdn'],
	['escape', 'esc'],
]);

/** Set once, when deplog starts: the reader's own keys. */
let ownLabelOf: OwnKeys['labelOf'] = () => undefined;

/** From now on keys are written as the reader has chosen them. */
export function writeOwnKeys({labelOf}: Pick<OwnKeys, 'labelOf'>): void {
	ownLabelOf = labelOf;
}

/** Whether the reader has chosen something else for a key. */
export function isOwnKey(chord: string): boolean {
	return ownLabelOf(chord) !== undefined;
}

/** How a key is written for people; empty where the reader has taken it away. */
export function keyLabel(chord: string): string {
	const own = ownLabelOf(chord) ?? chord;
	return labels.get(own) ?? own;
}

/** How all keys of a binding are written for people. */
export function labelsOf({keys}: Binding): string {
	return keys
		.map((key) => keyLabel(key))
		.filter((label) => label !== '')
		.join(' ');
}
