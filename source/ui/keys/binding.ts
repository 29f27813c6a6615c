import {type Action} from '../../store/action.ts';
import {type Mode} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {type Setting} from '../look/setting.ts';
import {type TakeCommand} from '../take/take-command.ts';

/** What a key asks for: a change of the state, or something at the rim. */
export type Command =
	| Action
	| TakeCommand
	| {readonly kind: 'quit'}
	| {readonly kind: 'suspend'}
	| {readonly kind: 'repaint'}
	/** Reads the words at the time prompt. */
	| {readonly kind: 'submit-time'; readonly words: string}
	/** Leaves this deployment for another. */
	| {readonly kind: 'explore'; readonly deploymentId: string}
	/** Does what is to be done as soon as there is something, unless a key comes before that. */
	| {
			readonly kind: 'await';
			readonly commands: (state: State) => readonly Command[] | undefined;
	  }
	/** What the palette has chosen: done as if its key had been pressed. */
	| {readonly kind: 'perform'; readonly binding: Binding};

/** What the help puts together. */
export type Group =
	| 'Filter'
	| 'Time'
	| 'Move'
	| 'Entry'
	| 'Entry in full'
	| 'Patterns'
	| 'Read'
	| 'Take'
	| 'Panes'
	| 'deplog'
	| 'Prompt';

/** A key, what it does and what is said of it. */
export type Binding = {
	/** Any of them: `j`, `ctrl+b`. None: the palette alone offers it. */
	readonly keys: readonly string[];
	/** What it does, in words. */
	readonly help: string;
	readonly group: Group;
	/** For the footer. */
	readonly hint?: {
		readonly words: string;
		readonly rank: number;
		readonly keys?: string;
	};
	/** When it is bound; always unless told. */
	readonly isBound?: (state: State) => boolean;
	/** Whether the palette offers it; it does unless told. */
	readonly isOffered?: (state: State, setting: Setting) => boolean;
	readonly run: (state: State, setting: Setting) => readonly Command[];
};

/** What the keys belong to: the mode, or the entry that is shown in full while there is no other. */
export type ModeKind = Mode['kind'] | 'detail';

/** Back to the list. */
export const list: Command = {kind: 'mode', mode: {kind: 'list'}};

export function say(text: string): Command[] {
	return [{kind: 'notice', text}];
}
