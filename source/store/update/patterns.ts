import {type PatternsAction} from '../action.ts';
import {type Patterns} from '../state.ts';

export function updatePatterns(
	patterns: Patterns,
	action: PatternsAction,
): Patterns {
	switch (action.kind) {
		case 'pattern-order': {
			const {selected, ...rest} = patterns;
			return {...rest, order: action.order, selectedRow: 0};
		}

		case 'pattern-select': {
			return {...patterns, selected: action.group, selectedRow: action.row};
		}

		case 'baseline-entries': {
			patterns.grouping.learn(action.entries);
			return patterns;
		}

		case 'baseline-told': {
			return {...patterns, baseline: action.baseline};
		}
	}
}
