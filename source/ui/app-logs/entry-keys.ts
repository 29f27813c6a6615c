import {type Entry} from '../../log/entry.ts';
import {allowsLevel} from '../../log/level.ts';
import {createFilter, createQuery} from '../../log/query.ts';
import {isWithin} from '../../log/time-range.ts';
import {otherSpelling} from '../../store/list/other-spelling.ts';
import {
	selectedEntry,
	selectedHead,
	selectedItem,
} from '../../store/list/viewport.ts';
import {type DetailSubject} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {isOutside} from '../entry/is-outside.ts';
import {firstErrorOf, noErrorWords} from '../entry/first-error.ts';
import {type Binding, type Command, say, sayWhere} from '../keys/binding.ts';
import {capitalize} from '../look/words.ts';
import {goTo} from '../latest/latest-deployment.ts';

/** Opens the selected entry, or what stands in the place of one. */
export const enterKey: Binding = {
	keys: ['enter'],
	name: 'open',
	words: [
		'details',
		'inspect',
		'view',
		'body',
		'full message',
		'show',
		'trace',
		'request id',
	],
	help: 'the entry in full, or what the selected rule offers',
	group: 'Entry',
	hint: {words: 'open', rank: 6},
	run: openSelected,
};

/** Keys that open entries. */
export const entryKeys: readonly Binding[] = [
	enterKey,
	{
		keys: ['!'],
		name: 'first error',
		words: [
			'cause',
			'why',
			'root cause',
			'exception',
			'failure',
			'crash',
			'panic',
		],
		help: 'the first error since this deployment, opened',
		group: 'Entry',
		hint: {words: 'first error', rank: 5},
		run: openFirstError,
	},
];

function openSelected(state: State): Command[] {
	const gap = failedGap(state);
	if (gap !== undefined && state.logs.traits.isAtHand === true) {
		return say(
			'The file says that it lacks these entries: they cannot be loaded.',
		);
	}

	if (gap !== undefined) {
		return [{kind: 'retry-gap', from: gap.from, to: gap.to}];
	}

	if (isStoppedHere(state)) {
		return [{kind: 'page-range', isStopped: false}];
	}

	const item = selectedItem(state.logs);
	if (item?.kind === 'rule' && item.rule.kind === 'deploy') {
		return goTo(state, item.rule.before.id);
	}

	const entry = selectedEntry(state.logs);
	const other =
		state.logs.view.first() === undefined
			? otherSpelling(state.logs)
			: undefined;
	if (other !== undefined) {
		const {query} = state.logs;
		const {text, refinements} = other;
		const filter = createFilter({...query.filter, text});
		return [{kind: 'query', query: {...query, filter, refinements}}];
	}

	return entry === undefined
		? sayWhere(
				'enter opens an entry; none is selected here.',
				({logs}) => selectedHead(logs) === undefined,
			)
		: [open({kind: 'entry', entry})];
}

/** What could not be loaded, where that is what is selected. */
function failedGap({logs}: State) {
	const item = selectedItem(logs);
	if (item?.kind === 'rule' && item.rule.kind === 'failed') {
		return item.rule.gap;
	}

	return logs.view.first() === undefined ? logs.failedGaps.at(-1) : undefined;
}

/** Whether what is selected is the rest of a past range that was not loaded. */
function isStoppedHere({logs}: State): boolean {
	const item = selectedItem(logs);
	return item?.kind === 'rule'
		? item.rule.kind === 'stopped'
		: item === undefined && logs.isPagingStopped;
}

function openFirstError(state: State): Command[] {
	const found = findFirstError(state);
	if (found !== undefined) {
		return found;
	}

	return state.logs.connection.kind === 'offline'
		? sayNoError(state)
		: [
				...say(
					'Still looking for the first error; it opens as soon as it is found.',
				),
				{kind: 'await', commands: findFirstError},
			];
}

/** As the screen has it, for as long as it is so. */
function sayNoError(state: State): Command[] {
	const words = noErrorWords(state);
	return sayWhere(
		`${capitalize(words)}.`,
		(later) =>
			firstErrorOf(later) === undefined && noErrorWords(later) === words,
	);
}

/** Nothing while it is not known whether there is one. */
function findFirstError(state: State): Command[] | undefined {
	const first = firstErrorOf(state);
	if (first === undefined) {
		return state.firstError.kind === 'none' ? sayNoError(state) : undefined;
	}

	if (first.kind === 'build') {
		return [
			{kind: 'build-search', text: ''},
			...(allowsLevel(state.build.levels, first.entry.level)
				? []
				: [{kind: 'build-levels', levels: []} as const]),
			{kind: 'focus', focus: 'build'},
			{kind: 'build-select', index: first.index},
			open({kind: 'build', entry: first.entry}),
		];
	}

	return [
		{kind: 'focus', focus: 'logs'},
		...uncover(first.entry, state),
		// First, so that the list is as high as it will be.
		open({kind: 'entry', entry: first.entry}),
		{kind: 'go', selection: {kind: 'awaited', entry: first.entry}},
	];
}

/** A query that hides the entry gives way to one for everything. */
function uncover(entry: Entry, state: State): Command[] {
	return isOutside(state, {kind: 'entry', entry})
		? [
				{kind: 'query', query: createQuery()},
				{
					kind: 'notice',
					text: isWithin(entry.time, state.logs.query.range)
						? 'The filter hid it, so everything is shown; < goes back.'
						: 'It is not of the time asked for, so everything is shown; < goes back.',
				},
			]
		: [];
}

function open(subject: DetailSubject): Command {
	return {kind: 'detail', detail: {subject, top: 0}};
}
