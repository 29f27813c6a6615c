import {type State} from '../../store/state.ts';

/** The text that was typed before (`by` 1) or after (-1) the one at the prompt; nothing where there is none. */
export function recalledText(
	{texts, screen: {mode}}: State,
	by: number,
): string | undefined {
	if (mode.kind !== 'text' || mode.target !== 'logs') {
		return undefined;
	}

	const index = texts.indexOf(mode.value) + by;
	return index === -1 ? '' : texts[index];
}
