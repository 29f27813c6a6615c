import {type Logs} from '../../store/logs.ts';
import {markedRange, rangeCount} from '../../store/list/range.ts';
import {keyLabel} from '../keys/binding.ts';
import {counted} from '../look/words.ts';

/** What the footer says of a key; the higher the rank, the sooner it gives way. */
export type Hint = {
	readonly keys: string;
	readonly words: string;
	readonly rank: number;
};

/** `12 entries · y copy  s save`: how many entries the range that was begun holds, and what can be done with them. */
export function rangeHints(logs: Logs): readonly Hint[] {
	const range = markedRange(logs);
	const count = range === undefined ? 0 : rangeCount(range, logs);
	return [
		{keys: counted(count, 'entry', 'entries'), words: '·', rank: 0},
		...(
			[
				['y', 'copy', 0],
				['Y', 'copy JSON', 2],
				['s', 'save', 0],
				['|', 'open in a pager', 3],
				['j k', 'more, fewer', 4],
				['V', 'drop', 1],
				['?', 'keys', 5],
			] as const
		).flatMap(([chords, words, rank]) => {
			const keys = chords
				.split(' ')
				.map((chord) => keyLabel(chord))
				.filter((label) => label !== '')
				.join(' ');
			return keys === '' ? [] : [{keys, words, rank}];
		}),
	];
}
