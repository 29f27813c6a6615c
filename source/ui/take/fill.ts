import {fillingOf} from '../../store/filling.ts';
import {type Command, type ModeOf, say} from '../keys/binding.ts';
import {type Setting} from '../look/setting.ts';
import {counted} from '../look/words.ts';
import {type State} from '../../store/state.ts';
import {takenHoles} from '../../store/holes.ts';
import {holesWords} from './contents.ts';

type Taking = ModeOf<'save' | 'incomplete'>;

/** Loads what is missing, then takes all of it away; what cannot be had is said, and the reader decides. */
export function fillFirst(
	mode: Taking,
	state: State,
	take: (state: State) => readonly Command[],
): readonly Command[] {
	const {problem, ...rest} = mode;
	return takenHoles(state).length === 0
		? say('Nothing is missing: enter takes all of it.')
		: [
				{kind: 'mode', mode: {...rest, isLoading: true}},
				{kind: 'await', commands: (now) => afterFilling(now, take)},
			];
}

/** Nothing while something is still to come. */
function afterFilling(
	state: State,
	take: (state: State) => readonly Command[],
): readonly Command[] | undefined {
	const {mode} = state.screen;
	if (
		(mode.kind !== 'save' && mode.kind !== 'incomplete') ||
		mode.isLoading !== true
	) {
		return [];
	}

	const filling = fillingOf(state);
	switch (filling) {
		case 'going': {
			return undefined;
		}

		case 'done': {
			return [stopFilling(mode), ...take(state)];
		}

		case 'full':
		case 'failed':
		case 'unconnected': {
			return [stopFilling(mode, whyNot(filling, state))];
		}
	}
}

/** The prompt as it was before. */
export function stopFilling(
	{isLoading, problem: _, ...mode}: Taking,
	problem?: string,
): Command {
	return {
		kind: 'mode',
		mode: {...mode, ...(problem !== undefined && {problem})},
	};
}

function whyNot(
	filling: 'full' | 'failed' | 'unconnected',
	{logs}: State,
): string {
	switch (filling) {
		case 'full': {
			return `enter takes what is there: no more than ${counted(logs.limit, 'entry is', 'entries are')} held at once (--buffer).`;
		}

		case 'failed': {
			return `enter takes what is there: ${logs.failedGaps.at(-1)?.failure.message ?? 'the server does not give the rest.'}`;
		}

		case 'unconnected': {
			return 'enter takes what is there: the rest needs a connection, and there is none now.';
		}
	}
}

/** What the prompt says while it loads. */
export function fillingWords(state: State, setting: Setting): string {
	return `loading ${holesWords(state, setting)} · ${counted(state.logs.view.count().count, 'entry', 'entries')} so far`;
}
