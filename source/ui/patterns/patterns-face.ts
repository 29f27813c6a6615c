import {type PatternList} from '../../store/patterns/pattern-list.ts';
import {type State} from '../../store/state.ts';
import {type Face} from '../look/face-row.ts';
import {filterWords, refinementsWords} from '../look/words.ts';

/** Why there is no pattern to be seen, and what to do. */
export function patternsFace({isCounting}: PatternList, {logs}: State): Face {
	if (isCounting) {
		return {role: 'quiet', lines: ['Counting …']};
	}

	const filter = [filterWords(logs.query.filter), refinementsWords(logs.query)]
		.filter(Boolean)
		.join(' · ');
	return {
		role: 'text',
		lines:
			filter === ''
				? [
						'No entry is loaded, so there is nothing to group.',
						'Patterns appear here as entries come.',
					]
				: [
						`No entry that is loaded matches ${filter}.`,
						'x clears the filter.',
					],
	};
}
