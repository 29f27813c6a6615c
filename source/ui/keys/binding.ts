import {type Action} from '../../store/action.ts';
import {type Mode, type State} from '../../store/state.ts';

/** What a key asks for: a change of the state, or something at the rim. */
export type Command =
	| Action
	| {readonly kind: 'quit'}
	| {readonly kind: 'suspend'}
	| {readonly kind: 'repaint'}
	/** Reads the words at the time prompt. */
	| {readonly kind: 'submit-time'; readonly words: string};

/** What the help puts together. */
export type Group = 'Filter' | 'Time' | 'Move' | 'Panes' | 'deplog' | 'Prompt';

/** A key, what it does and what is said of it. */
export type Binding = {
	/** Any of them: `j`, `ctrl+b`. */
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
	readonly run: (state: State) => readonly Command[];
};

export type ModeKind = Mode['kind'];

export function say(text: string): Command[] {
	return [{kind: 'notice', text}];
}
