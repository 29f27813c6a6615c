import {isValue} from '../../log/fields/field-filter.ts';
import {plainLevel} from '../../log/level.ts';
import {createFilter, type Query} from '../../log/query.ts';
import {type State} from '../../store/state.ts';
import {type Command, say} from '../keys/binding.ts';
import {safe} from '../look/words.ts';

/** Keeps or hides what has a value of a field; an empty one stands for what has not the field. Levels and regions that are kept are the server's. */
export function filterByValue(
	{logs: {query}}: State,
	{name, value}: {readonly name: string; readonly value: string},
	effect: 'keep' | 'hide',
): readonly Command[] {
	return [
		{kind: 'query', query: narrow(query, {name, value}, effect)},
		...say(
			effect === 'keep'
				? `Only what has ${words(name, value)} is shown; < goes back.`
				: `What has ${words(name, value)} is hidden; < goes back.`,
		),
	];
}

function narrow(
	query: Query,
	{name, value}: {readonly name: string; readonly value: string},
	effect: 'keep' | 'hide',
): Query {
	const isServers = name === 'level' || name === 'region';
	if (value !== '' && effect === 'keep' && isServers) {
		return {
			...query,
			filter: createFilter({
				...query.filter,
				...(name === 'level'
					? {levels: [plainLevel(value)]}
					: {regions: [value]}),
			}),
		};
	}

	const opposite = effect === 'keep' ? 'hide' : 'keep';
	return {
		...query,
		refinements: [
			...query.refinements,
			value === ''
				? {effect: opposite, kind: 'field', name, operator: '?', value: ''}
				: {effect, ...isValue(name, value)},
		],
	};
}

function words(name: string, value: string): string {
	return value === '' ? `no ${safe(name)}` : `${safe(name)} ${safe(value)}`;
}
