import {patternOf} from '../../log/pattern.ts';
import {createFilter, createQuery, isSameMatching} from '../../log/query.ts';
import {countRegions} from '../../store/buffer/look-up.ts';
import {comparableSince} from '../../store/missing.ts';
import {type State} from '../../store/state.ts';
import {selectedItem} from '../../store/list/viewport.ts';
import {activePane} from '../view/view.ts';
import {openCounts, createLevelKeys} from '../keys/shared-keys.ts';
import {type Binding, type Command, say, inGroup} from '../keys/binding.ts';
import {goAhead, goBack} from '../latest/latest-deployment.ts';

/** Keys that change what is asked for. */
export const filterKeys: readonly Binding[] = inGroup('Filter', [
	...createLevelKeys(
		({logs}) => logs.query.filter.levels,
		({logs: {query}}, levels) => [
			{
				kind: 'query',
				query: {...query, filter: createFilter({...query.filter, levels})},
			},
		],
	),
	{
		keys: ['r'],
		name: 'region',
		words: ['regions', 'location', 'datacenter', 'edge', 'pop'],
		help: 'regions: type to narrow, space toggles, enter applies',
		hint: {words: 'region', rank: 4},
		run: openRegions,
	},
	{
		keys: ['/'],
		name: 'filter',
		words: [
			'text',
			'search',
			'grep',
			'find',
			'query',
			'regex',
			'regexp',
			'expression',
			'contains',
			'where',
			'highlight',
			'status code',
			'not',
		],
		help: 'text, !text, /expression/, status>=500, path:/cart, user?: each enter narrows further; searches the build in its pane',
		hint: {words: 'text', rank: 2},
		run: openText,
	},
	{
		keys: ['x'],
		name: 'clear',
		words: [
			'reset',
			'unfilter',
			'remove filter',
			'clear filter',
			'reset filter',
			'show everything',
		],
		help: 'clear levels, regions and texts',
		hint: {words: 'clear', rank: 5},
		run: ({logs: {query}}) =>
			isSameMatching(query, createQuery())
				? say('There is no filter to clear.')
				: [
						{
							kind: 'query',
							query: createQuery({range: query.range, order: query.order}),
						},
					],
	},
	{
		keys: ['<'],
		name: 'back',
		words: ['undo', 'previous query', 'history'],
		help: 'back to the query before, then to the deployment before',
		run: (state) =>
			state.logs.back.length === 0
				? (goBack(state) ?? say('There is no earlier query.'))
				: [{kind: 'query-back'}],
	},
	{
		keys: ['>'],
		name: 'forward',
		words: ['redo', 'next query'],
		help: 'forward to the query after',
		run: (state) =>
			state.logs.forward.length === 0
				? (goAhead(state) ?? say('There is no later query.'))
				: [{kind: 'query-forward'}],
	},
	{
		keys: ['p'],
		name: 'patterns',
		words: [
			'group',
			'cluster',
			'template',
			'similar',
			'duplicates',
			'dedupe',
			'summarize',
			'anomaly',
			'new',
			'compare',
			'diff',
			'baseline',
		],
		help: 'patterns: messages grouped, with counts, and which are new',
		hint: {words: 'patterns', rank: 5},
		run: () => [{kind: 'mode', mode: {kind: 'patterns'}}],
	},
	{
		keys: ['#'],
		name: 'counts',
		words: [
			'how many',
			'rate',
			'over time',
			'group by',
			'statistics',
			'stats',
			'metrics',
			'aggregate',
			'percentile',
			'p95',
			'most frequent',
			'top values',
		],
		help: 'counts: entries a bucket of time by level, region or field',
		run: openCounts,
	},
	{
		keys: ['-'],
		name: 'hide',
		words: [
			'exclude',
			'mute',
			'ignore',
			'silence',
			'noise',
			'filter out',
			'grep -v',
			'invert',
		],
		help: 'hide the selected entry and all of its pattern',
		run: hidePattern,
	},
	{
		keys: ['t'],
		name: 'time',
		words: [
			'goto',
			'go to',
			'since',
			'range',
			'date',
			'jump',
			'when',
			'yesterday',
			'today',
			'last hour',
			'ago',
			'between',
			'window',
			'from',
			'older',
			'time range',
			'calendar',
		],
		help: 'time: 15m, yesterday 14:00, a to b, @ an instant, @ -5m',
		group: 'Time',
		hint: {words: 'time', rank: 3},
		run: () => [{kind: 'mode', mode: {kind: 'time', value: ''}}],
	},
	{
		keys: ['o'],
		name: 'order',
		words: ['sort', 'reverse'],
		help: 'oldest or newest first, in a past range',
		group: 'Time',
		run: ({logs: {query}}) =>
			query.range.until === undefined
				? say('The order can be turned in a past range only: t chooses one.')
				: [
						{
							kind: 'query',
							query: {...query, order: query.order === 'asc' ? 'desc' : 'asc'},
						},
					],
	},
]);

const openNothing = new Set('e w i a E W I D x < >'.split(' '));

/** Opens the text prompt: with what is searched for in the build log, empty to narrow the query of the logs. */
export function openText(state: State): Command[] {
	const {logs, build} = state;
	const isBuild = activePane(state) === 'build';
	return [
		{
			kind: 'mode',
			mode: {
				kind: 'text',
				target: isBuild ? 'build' : 'logs',
				value: isBuild ? build.search : '',
				base: logs.query,
				before: logs.query,
				beforeSelection: logs.selection,
			},
		},
	];
}

/** Those of them that open nothing: they work where counts or patterns cover the list, too. */
export const narrowingKeys = filterKeys.filter(({keys}) =>
	keys.every((key) => openNothing.has(key)),
);

function openRegions({logs}: State): Command[] {
	const {regions: chosen} = logs.query.filter;
	const since = comparableSince(logs);
	const first = logs.buffer.pieces[0]?.firstTime ?? 0;
	return [
		{
			kind: 'mode',
			mode: {
				kind: 'regions',
				value: '',
				seen: countRegions(logs.buffer, chosen, since),
				chosen,
				index: 0,
				...(since !== undefined && {since: Math.max(since, first)}),
			},
		},
	];
}

function hidePattern({logs}: State): Command[] {
	const item = selectedItem(logs);
	const entry =
		item?.kind === 'entry'
			? logs.buffer.entry(logs.view.idAt(item.spot))
			: undefined;
	const key = patternOf(entry?.message ?? '');
	return key === ''
		? say('There is no entry here to hide.')
		: [
				{
					kind: 'query',
					query: {
						...logs.query,
						refinements: [
							...logs.query.refinements,
							{effect: 'hide', kind: 'pattern', key},
						],
					},
				},
			];
}
