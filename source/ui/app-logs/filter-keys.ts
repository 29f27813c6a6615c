import {type Level, levelsFrom} from '../../log/level.ts';
import {
	createFilter,
	createQuery,
	type Filter,
	isSameMatching,
} from '../../log/query.ts';
import {countRegions} from '../../store/buffer/region-counts.ts';
import {type State} from '../../store/state.ts';
import {type Binding, type Command, say} from '../keys/binding.ts';

/** Keys that change what is asked for. */
export const filterKeys: readonly Binding[] = [
	worst('e', 'error', 'errors only; again: all levels', {
		words: 'levels',
		keys: 'e w i',
		rank: 1,
	}),
	worst('w', 'warning', 'warning and worse; again: all'),
	worst('i', 'info', 'info and worse; again: all'),
	worst('a', 'debug', 'all levels'),
	one('E', 'error'),
	one('W', 'warning'),
	one('I', 'info'),
	one('D', 'debug'),
	{
		keys: ['r'],
		help: 'regions: type to narrow, space toggles, enter applies',
		group: 'Filter',
		hint: {words: 'region', rank: 4},
		run: ({logs}) => [
			{
				kind: 'mode',
				mode: {
					kind: 'regions',
					value: '',
					seen: countRegions(logs.buffer, logs.query.filter.regions),
					chosen: logs.query.filter.regions,
					index: 0,
				},
			},
		],
	},
	{
		keys: ['/'],
		help: 'text, !text to hide, /regular expression/: each enter narrows further; searches the build in its pane',
		group: 'Filter',
		hint: {words: 'text', rank: 2},
		run: openText,
	},
	{
		keys: ['x'],
		help: 'clear levels, regions and texts',
		group: 'Filter',
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
		help: 'back to the query before',
		group: 'Filter',
		run: ({logs}) =>
			logs.back.length === 0
				? say('There is no earlier query.')
				: [{kind: 'query-back'}],
	},
	{
		keys: ['>'],
		help: 'forward to the query after',
		group: 'Filter',
		run: ({logs}) =>
			logs.forward.length === 0
				? say('There is no later query.')
				: [{kind: 'query-forward'}],
	},
];

/** Opens the text prompt: with what is searched for in the build log, empty to narrow the query of the logs. */
export function openText({screen, logs, build}: State): Command[] {
	const isBuild = screen.focus === 'build';
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

function worst(
	key: string,
	level: Level,
	help: string,
	hint?: Binding['hint'],
): Binding {
	return {
		keys: [key],
		help,
		group: 'Filter',
		...(hint !== undefined && {hint}),
		run(state) {
			const {filter} = state.logs.query;
			const {levels} = createFilter({levels: levelsFrom(level)});
			const isAgain = levels.join(',') === filter.levels.join(',');
			return filtered(state, {...filter, levels: isAgain ? [] : levels});
		},
	};
}

function one(key: string, level: Level): Binding {
	return {
		keys: [key],
		help: `add or take away ${level}`,
		group: 'Filter',
		run(state) {
			const {filter} = state.logs.query;
			return filtered(state, {
				...filter,
				levels: filter.levels.includes(level)
					? filter.levels.filter((name) => name !== level)
					: [...filter.levels, level],
			});
		},
	};
}

function filtered({logs}: State, filter: Filter): Command[] {
	return [
		{kind: 'query', query: {...logs.query, filter: createFilter(filter)}},
	];
}
