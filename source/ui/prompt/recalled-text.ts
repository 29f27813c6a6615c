import {refinementText} from '../../log/refinement.ts';
import {type State} from '../../store/state.ts';

/** The text of an earlier (`by` 1) or later (-1) query of this run than the one at the prompt; nothing where there is none. */
export function recalledText(
	{logs, screen: {mode}}: State,
	by: number,
): string | undefined {
	if (mode.kind !== 'text' || mode.target !== 'logs') {
		return undefined;
	}

	const queries = [...logs.back, mode.before, ...logs.forward].toReversed();
	const texts = [
		...new Set(
			queries
				.flatMap(({filter, refinements}) => [
					...refinements
						.filter(({kind}) => kind !== 'pattern')
						.map((refinement) => refinementText(refinement))
						.toReversed(),
					filter.text,
				])
				.filter(Boolean),
		),
	];
	const index = texts.indexOf(mode.value) + by;
	return index === -1 ? '' : texts[index];
}
