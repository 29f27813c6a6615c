import {sanitize} from '../../text/sanitize.ts';
import {type Binding} from '../keys/binding.ts';
import {type NamedQuery} from '../look/named-query.ts';

/** What the palette offers for the reader's own queries. */
export function bindQueries(
	queries: readonly NamedQuery[],
): readonly Binding[] {
	return queries.map(({name, filter, time}) => ({
		keys: [],
		name: sanitize(name, {hasColors: false}),
		words: ['query'],
		help: 'your query',
		group: 'Query',
		run: ({logs: {query}}) => [
			{kind: 'query', query: {...query, filter, refinements: []}},
			...(time === undefined
				? []
				: ([
						{kind: 'mode', mode: {kind: 'time', value: time}},
						{kind: 'submit-time', words: time},
					] as const)),
		],
	}));
}
