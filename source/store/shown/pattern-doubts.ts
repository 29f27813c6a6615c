import {createPatternTest, longestIn} from '../../log/pattern.ts';
import {type Doubt, type State} from '../state.ts';
import {mostAsked} from '../patterns/baseline-test.ts';
import {type Pattern, patternList} from './pattern-list.ts';

/** About which patterns the baseline is still to be asked, the worst and most frequent first. */
export function doubtsOf(state: State): readonly Doubt[] {
	const {answers} = state.patterns;
	const doubts: Doubt[] = [];
	for (const pattern of patternList(state).patterns) {
		if (answers.size + doubts.length >= mostAsked) {
			break;
		}

		if (pattern.isUnlearned && !answers.has(pattern.text)) {
			const text = askedText(pattern, state);
			doubts.push({pattern: pattern.text, text});
		}
	}

	return doubts;
}

/** The longest text that all messages of a pattern hold, as one of them spells it; empty where there is none. */
function askedText(pattern: Pattern, {logs: {buffer}}: State): string {
	const isOf = createPatternTest(pattern.text);
	for (const place of buffer.places(pattern.first, pattern.first + 1)) {
		const message = buffer.entry(buffer.idAt(place))?.message;
		if (message !== undefined && isOf(message)) {
			return longestIn(message, pattern.text);
		}
	}

	return '';
}
