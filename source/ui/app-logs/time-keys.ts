import {type Binding, say} from '../keys/binding.ts';

/** Keys that choose when. */
export const timeKeys: readonly Binding[] = [
	{
		keys: ['t'],
		help: 'time: 15m, 2h ago, yesterday 14:00, a to b, @ an instant',
		group: 'Time',
		hint: {words: 'time', rank: 3},
		run: () => [{kind: 'mode', mode: {kind: 'time', value: ''}}],
	},
	{
		keys: ['o'],
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
	{
		keys: ['space'],
		help: 'hold, let go',
		group: 'Time',
		hint: {words: 'hold', rank: 7},
		run: ({logs}) =>
			logs.query.range.until === undefined
				? [{kind: 'hold'}]
				: say('A past range does not move.'),
	},
];
