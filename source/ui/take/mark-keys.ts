import {type State} from '../../store/state.ts';
import {isFollowing, isReversed} from '../../store/list/viewport.ts';
import {
	type Binding,
	type Command,
	say,
	sayWhere,
	keyLabel,
} from '../keys/binding.ts';
import {type Logs} from '../../store/logs.ts';
import {markedRange, rangeCount} from '../../store/list/range.ts';
import {counted} from '../look/words.ts';
import {selectedEntry} from './contents.ts';

/** Keys that keep hold of entries. */
export const markKeys: readonly Binding[] = [
	{
		keys: ['m'],
		name: 'mark',
		words: ['bookmark', 'pin', 'star', 'unmark', 'flag'],
		help: 'mark the entry, or unmark it',
		group: 'Take',
		run: (state) => withEntry(state, [{kind: 'mark'}]),
	},
	{
		keys: ["'"],
		name: 'next mark',
		words: ['bookmarks'],
		help: 'the next mark; a long jump sets one where it began',
		group: 'Take',
		run: nextMark,
	},
	{
		keys: ['V'],
		name: 'range',
		words: ['select', 'visual', 'visual line', 'select lines'],
		help: 'begin a range of entries for y Y s |, or drop it',
		group: 'Take',
		run: (state) =>
			state.logs.rangeFrom === undefined
				? withEntry(state, [
						// A range that grows by itself is none.
						...(isFollowing(state.logs) ? [{kind: 'hold'} as const] : []),
						{kind: 'range'},
					])
				: [{kind: 'range'}],
	},
];

function withEntry(state: State, commands: readonly Command[]) {
	return selectedEntry(state) === undefined
		? sayWhere(
				'There is no entry here.',
				(later) => selectedEntry(later) === undefined,
			)
		: commands;
}

function nextMark(state: State): readonly Command[] {
	const {logs} = state;
	const inTime = logs.marks.toSorted((a, b) => a.entry.time - b.entry.time);
	const marks = isReversed(logs) ? inTime.toReversed() : inTime;
	const selected = selectedEntry(state);
	const {selection} = logs;
	const at = marks.findIndex(
		({id}) => selection.kind === 'entry' && id === selection.id,
	);
	const after = marks.findIndex(({entry}) =>
		selected === undefined || isReversed(logs)
			? entry.time < (selected?.time ?? 0)
			: entry.time > selected.time,
	);
	const next = marks[at === -1 ? after : at + 1] ?? marks[0];
	return next === undefined
		? say('There is no mark yet. m sets one.')
		: [{kind: 'go', selection: {kind: 'awaited', entry: next.entry}}];
}

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
