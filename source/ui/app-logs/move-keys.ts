import {type State} from '../../store/state.ts';
import {
	isFollowing,
	isReversed,
	listOf,
	selectionOf,
	viewport,
} from '../../store/list/viewport.ts';
import {type Binding, type Command, say, inGroup} from '../keys/binding.ts';
import {activePane} from '../view/view.ts';
import {buildGoesOnRight} from '../build-log/build-rows.ts';
import {
	charactersOf,
	entryLook,
	entryGoesOnRight,
} from '../entry/entry-rows.ts';
import {type Setting} from '../look/setting.ts';

/** Keys that move the selection. */
export const moveKeys: readonly Binding[] = inGroup('Move', [
	{
		keys: ['up', 'k'],
		name: 'up',
		help: 'one row up',
		run: () => [{kind: 'move', by: -1}],
	},
	{
		keys: ['down', 'j'],
		name: 'down',
		help: 'one row down',
		hint: {words: 'move', keys: 'j k', rank: 9},
		run: () => [{kind: 'move', by: 1}],
	},
	{
		keys: ['pageup', 'ctrl+b'],
		name: 'page up',
		help: 'a page up',
		run: (state) => scroll(state, -1),
	},
	{
		keys: ['pagedown', 'ctrl+f'],
		name: 'page down',
		help: 'a page down',
		run: (state) => scroll(state, 1),
	},
	{
		keys: ['ctrl+u'],
		help: 'half a page up',
		run: (state) => scroll(state, -0.5),
	},
	{
		keys: ['ctrl+d'],
		help: 'half a page down',
		run: (state) => scroll(state, 0.5),
	},
	{
		keys: ['g', 'home'],
		name: 'first',
		words: ['top', 'oldest', 'start', 'beginning'],
		help: 'the first entry of the query',
		run: () => [{kind: 'go', selection: {kind: 'first'}}],
	},
	{
		keys: ['G', 'end', 'f'],
		name: 'follow',
		words: [
			'tail',
			'newest',
			'latest',
			'live',
			'end',
			'bottom',
			'last',
			'watch',
			'stream',
			'autoscroll',
			'auto scroll',
			'now',
			'tail -f',
		],
		help: 'the newest entry, and follow',
		hint: {words: 'follow', keys: 'f', rank: 6},
		run: goToEnd,
	},
	{
		keys: ['space'],
		name: 'pause',
		words: ['hold', 'freeze', 'stop', 'resume', 'unpause', 'play'],
		help: 'hold still, while following',
		group: 'Time',
		hint: {words: 'hold', rank: 7},
		isBound: ({logs}) => isFollowing(logs),
		run: ({logs}) =>
			logs.query.range.until === undefined
				? [{kind: 'hold'}]
				: say('A past range does not move.'),
	},
	{
		keys: ['space'],
		name: 'page',
		help: 'while held: a page down, and at the newest end follow again',
		group: 'Time',
		hint: {words: 'page down', rank: 7},
		isBound: ({logs}) => !isFollowing(logs),
		run: (state) => scroll(state, 1),
	},
	{
		keys: ['left', 'h'],
		name: 'scroll left',
		help: 'sideways, back',
		run: () => [{kind: 'shift', by: -1}],
	},
	{
		keys: ['right', 'l'],
		name: 'scroll right',
		words: ['sideways', 'horizontal scroll'],
		help: 'sideways, for long messages',
		run: scrollRight,
	},
]);

function scroll({logs}: State, pages: number): Command[] {
	return [
		{
			kind: 'scroll',
			by:
				Math.sign(pages) *
				Math.max(1, Math.floor(logs.height * Math.abs(pages))),
		},
	];
}

function goToEnd({logs}: State): Command[] {
	if (!isReversed(logs)) {
		return [{kind: 'go', selection: {kind: 'newest'}}];
	}

	const list = listOf(logs);
	const last = list.lastEntry() ?? list.last();
	return last === undefined
		? []
		: [{kind: 'go', selection: selectionOf(last, logs)}];
}

/** Scrolls sideways as long as a row in view goes on at the right. */
export function scrollRight(
	state: State,
	setting: Setting,
	height: number,
): Command[] {
	if (state.screen.isWrapped) {
		return say('Rows are wrapped, so nothing is cut; v unwraps them.');
	}

	const goesOn =
		activePane(state) === 'build'
			? buildGoesOnRight(state, height)
			: logsGoOnRight(state, setting);
	return goesOn
		? [{kind: 'shift', by: 1}]
		: say('The longest row in view ends here; left goes back.');
}

function logsGoOnRight(state: State, setting: Setting): boolean {
	const {logs, screen} = state;
	const look = entryLook(state, setting, screen.columns);
	return viewport(logs).items.some((item) => {
		const entry =
			item.kind === 'entry'
				? logs.buffer.head(logs.view.idAt(item.spot), charactersOf(look))
				: undefined;
		return entry !== undefined && entryGoesOnRight(entry, look);
	});
}
