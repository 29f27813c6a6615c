import {type Binding, type Command, list} from '../keys/binding.ts';
import {type ModeOf} from '../keys/in-mode.ts';

/** Leaves a prompt or a picker as if it had not been opened. */
export const cancelKey: Binding = {
	keys: ['escape', 'ctrl+c'],
	help: 'cancel',
	group: 'Prompt',
	hint: {words: 'cancel', keys: 'esc', rank: 0},
	run: () => [list],
};

/** Keys that choose among what a picker offers. */
export function choiceKeys(
	noun: string,
	step: (by: number) => Binding['run'],
): readonly Binding[] {
	return [
		{
			keys: ['up'],
			help: `the ${noun} above`,
			group: 'Prompt',
			run: step(-1),
		},
		{
			keys: ['down', 'tab'],
			help: `the ${noun} below`,
			group: 'Prompt',
			hint: {words: 'choose', keys: '↑ ↓', rank: 1},
			run: step(1),
		},
	];
}

/** Chooses what stands `by` places farther on, of `count` in all. */
export function stepped(
	mode: ModeOf<'palette' | 'deployments' | 'regions'>,
	count: number,
	by: number,
): Command[] {
	const index = Math.max(0, Math.min(mode.index + by, count - 1));
	return [{kind: 'mode', mode: {...mode, index}}];
}
