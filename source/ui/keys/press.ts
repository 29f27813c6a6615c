import {type State} from '../../store/state.ts';
import {type KeyPress} from '../key-press.ts';
import {type Command} from './binding.ts';
import {openText} from './filter-keys.ts';
import {bindingOf} from './key-map.ts';

/** What a key asks for; nothing when it is to be typed into the prompt that is open. */
export function press(
	event: KeyPress,
	state: State,
): readonly Command[] | undefined {
	const {mode} = state.screen;
	const isPrompt = mode.kind !== 'list' && mode.kind !== 'help';
	if (event.kind === 'paste') {
		return isPrompt ? undefined : pasted(event.text, state);
	}

	const binding = bindingOf(mode.kind, event.chord);
	if (binding !== undefined) {
		return [{kind: 'notice'}, ...binding.run(state)];
	}

	return isPrompt
		? undefined
		: [
				{
					kind: 'notice',
					text: `${event.chord} is bound to nothing. ? shows the keys.`,
				},
			];
}

function pasted(text: string, state: State): Command[] {
	return [
		{kind: 'notice'},
		{kind: 'mode', mode: {kind: 'list'}},
		...openText(state),
		{kind: 'preview', value: text.trim()},
	];
}
