import {createPatternTest, longestIn} from '../../log/pattern.ts';
import {type PatternsAction} from '../action.ts';
import {
	patternCounts,
	type Pattern,
	patternList,
} from '../shown/pattern-list.ts';
import {type Patterns, type State, type Doubt} from '../state.ts';
import {mostAsked} from '../patterns/baseline-test.ts';

/** Notes how patterns are shown, and what is known of the baseline that they are held against. */
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
			patterns.grouping.learn(action.entries, action.isSample === true);
			return patterns;
		}

		case 'baseline-told': {
			return {...patterns, baseline: action.baseline};
		}

		case 'baseline-asked': {
			return {
				...patterns,
				answers: new Map(patterns.answers).set(action.pattern, action.answer),
				doubts: patterns.doubts.filter(
					({pattern}) => pattern !== action.pattern,
				),
			};
		}

		case 'baseline-choose': {
			patterns.grouping.forgetLearned();
			return {
				...patterns,
				chosen: action.deploymentId,
				baseline: {kind: 'unknown'},
				doubts: [],
				answers: new Map(),
				doubtsVersion: -1,
			};
		}
	}
}

/** A sample does not show that the baseline never logged something: once all is counted, it is asked about what the sample lacks. */
export function raiseDoubts(state: State): State {
	const {patterns, screen} = state;
	const {baseline, grouping} = patterns;
	return screen.mode.kind !== 'patterns' ||
		baseline.kind !== 'found' ||
		baseline.isWhole ||
		patterns.doubtsVersion === grouping.version ||
		!patternCounts(state).isDone
		? state
		: {
				...state,
				patterns: {
					...patterns,
					doubts: doubtsOf(state),
					doubtsVersion: grouping.version,
				},
			};
}

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
