import {isValue} from '../../log/fields/field-filter.ts';
import {isMeasure, readValue} from '../../log/fields/typed-value.ts';
import {type Micros} from '../../log/entry.ts';
import {
	createFilter,
	createQuery,
	type Filter,
	type Query,
} from '../../log/query.ts';
import {levels, plainLevel} from '../../log/level.ts';
import {type Detail} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {type Command, say} from '../keys/binding.ts';
import {safe, shortRegion} from '../look/words.ts';
import {type Field, fieldAt, namedValue, type NamedValue} from './fields.ts';

/** Keeps or hides entries that have the same value in the chosen field. */
export function filterByField(
	effect: 'keep' | 'hide',
	{subject, field: index}: Detail,
	state: State,
): Command[] {
	const field = index === undefined ? undefined : fieldAt(subject, index);
	if (field === undefined) {
		return say('tab chooses a field first.');
	}

	if (subject.kind === 'build') {
		return say('The build log has no filter; / searches it.');
	}

	const {query} = state.logs;
	const narrowed = queryFor(field, effect, state);
	return narrowed === undefined
		? say('Nothing else would be left.')
		: [
				{kind: 'query', query: {...query, ...narrowed}},
				{kind: 'notice', text: noticeFor(field, effect)},
			];
}

/** The name and the value of the chosen field; nothing where none is chosen, or it has no name. */
export function chosenField({subject, field}: Detail): NamedValue | undefined {
	const chosen = field === undefined ? undefined : fieldAt(subject, field);
	return subject.kind === 'build' || chosen === undefined
		? undefined
		: namedValue(chosen);
}

/** Whether more and less mean something of the chosen field. */
export function isMeasureChosen({screen: {detail}}: State): boolean {
	const chosen = detail === undefined ? undefined : chosenField(detail);
	return chosen !== undefined && isMeasure(readValue(chosen.value).kind);
}

/** Keeps what is above or below the chosen field's number. */
export function filterByMeasure(
	operator: '>' | '<',
	detail: Detail,
	{logs: {query}}: State,
): Command[] {
	const chosen = chosenField(detail);
	if (chosen === undefined) {
		return say('tab chooses a field first.');
	}

	const {name} = chosen;
	const value = chosen.value.trim();
	return [
		{
			kind: 'query',
			query: {
				...query,
				refinements: [
					...query.refinements,
					{effect: 'keep', kind: 'field', name, operator, value},
				],
			},
		},
		...say(
			`Only what is ${operator === '>' ? 'above' : 'below'} ${safe(name)} ${safe(value)} is shown; x clears it.`,
		),
	];
}

/** So far from an entry the others of its trace are looked for. */
const traceReach: Micros = 300_000_000;

/** The trace of what is shown, where it is chosen. */
export function chosenTrace({subject, field}: Detail): string | undefined {
	const chosen = field === undefined ? undefined : fieldAt(subject, field);
	return subject.kind === 'entry' && chosen?.kind === 'trace'
		? chosen.value
		: undefined;
}

/** The whole trace as one list, whatever was filtered. What was logged minutes before or after is not of it: the server is not asked for all there is. */
export function showTrace(detail: Detail, {logs}: State): Command[] {
	const trace = chosenTrace(detail);
	const {subject} = detail;
	if (trace === undefined || subject.kind !== 'entry') {
		return [];
	}

	const {time} = subject.entry;
	const until = time + traceReach;
	const isPast = (logs.buffer.lastTime ?? 0) > until;
	return [
		{kind: 'detail'},
		{
			kind: 'query',
			query: createQuery({
				refinements: [{effect: 'keep', ...isValue('trace', trace)}],
				order: 'asc',
				...(logs.traits.isAtHand !== true && {
					range: {since: time - traceReach, ...(isPast && {until})},
				}),
			}),
		},
		{kind: 'go', selection: {kind: 'awaited', entry: subject.entry}},
		...say(
			logs.traits.isAtHand === true
				? 'The trace is shown, whole; < goes back.'
				: 'The trace is shown, as far as 5 minutes around the entry; < goes back.',
		),
	];
}

function queryFor(
	field: Field,
	effect: 'keep' | 'hide',
	{logs}: State,
): Partial<Query> | undefined {
	const {filter, refinements} = logs.query;
	switch (field.kind) {
		case 'level': {
			return namesFor(filter, 'levels', {
				field: {...field, value: plainLevel(field.value)},
				effect,
				known: [
					...levels,
					...logs.buffer.levels.names.map((name) => plainLevel(name)),
				],
			});
		}

		case 'region': {
			return namesFor(filter, 'regions', {
				field,
				effect,
				known: logs.buffer.regions.names.filter((name) => name !== ''),
			});
		}

		case 'trace':
		case 'span':
		case 'deployment': {
			return {
				refinements: [
					...refinements,
					{effect, ...isValue(field.kind, field.value)},
				],
			};
		}

		case 'implied': {
			return {
				refinements: [
					...refinements,
					{effect, ...isValue(field.named.name, field.named.value)},
				],
			};
		}

		case 'text': {
			// The server can be asked for one text; the others are looked for here.
			return effect === 'keep' && filter.text === ''
				? {filter: createFilter({...filter, text: field.value})}
				: {
						refinements: [
							...refinements,
							{effect, kind: 'text', text: field.value},
						],
					};
		}
	}
}

/** The names that are left: this one alone, or all that are known but this one. */
function namesFor(
	filter: Filter,
	side: 'levels' | 'regions',
	{
		field: {value},
		effect,
		known,
	}: {
		readonly field: Field;
		readonly effect: 'keep' | 'hide';
		readonly known: readonly string[];
	},
): Partial<Query> | undefined {
	const all = filter[side].length === 0 ? known : filter[side];
	const names =
		effect === 'keep' ? [value] : all.filter((name) => name !== value);
	return names.length === 0
		? undefined
		: {filter: createFilter({...filter, [side]: names})};
}

function noticeFor({kind, value}: Field, effect: 'keep' | 'hide'): string {
	const words = kind === 'region' ? shortRegion(value) : safe(value);
	return effect === 'keep'
		? `Only what has ${words} is shown; < goes back.`
		: `What has ${words} is hidden; < goes back.`;
}
