import {
	fieldCatalog,
	type SeenField,
} from '../../store/fields/field-catalog.ts';
import {entryFields, isValue} from '../../log/fields/field-filter.ts';
import {type State} from '../../store/state.ts';
import {type Command, type ModeOf} from '../keys/binding.ts';

const mostChoices = 20;

/** What may be meant by the beginning of a field's filter: names of fields, or behind a name its values. */
export function completionsOf({logs}: State, stem: string): readonly string[] {
	const sign = stem.startsWith('!') ? '!' : '';
	const typed = stem.slice(sign.length);
	if (typed === '' || typed.startsWith('/') || typed.startsWith('\\')) {
		return [];
	}

	const seen = fieldCatalog(logs.buffer).list();
	const [, name, operator = '', start = ''] =
		/^([^<>:]+)(>=|<=|>|<|:)(.*)$/sv.exec(typed) ?? [];
	return (
		name === undefined
			? namesLike(seen, typed)
			: valuesLike(logs, seen, {name, operator, start})
	)
		.slice(0, mostChoices)
		.map((text) => sign + text);
}

/** Completes what was typed with the next of what may be meant. */
export function completeText(state: State): Command[] {
	const {mode} = state.screen;
	if (mode.kind !== 'text' || mode.target !== 'logs') {
		return [];
	}

	const stem = stemOf(mode);
	const choices = completionsOf(state, stem);
	const next = (choices.indexOf(mode.value) + 1) % Math.max(1, choices.length);
	const value = choices[next];
	return value === undefined
		? [
				{
					kind: 'notice',
					text: 'No field that was seen begins so.',
				},
			]
		: [{kind: 'preview', value, stem}];
}

export function stemOf({stem, value}: ModeOf<'text'>): string {
	return stem ?? value;
}

function namesLike(
	seen: readonly SeenField[],
	typed: string,
): readonly string[] {
	const lower = typed.toLowerCase();
	const others = entryFields.filter(
		(name) => !seen.some((field) => field.name === name),
	);
	return [...seen, ...others.map((name) => ({name, isMeasure: false}))]
		.filter(({name}) => name.toLowerCase().startsWith(lower))
		.map(({name, isMeasure}) => `${name}${isMeasure ? '>=' : ':'}`);
}

function valuesLike(
	{buffer}: State['logs'],
	seen: readonly SeenField[],
	{
		name,
		operator,
		start,
	}: {
		readonly name: string;
		readonly operator: string;
		readonly start: string;
	},
): readonly string[] {
	const values =
		name === 'level'
			? buffer.levels.names
			: name === 'region'
				? buffer.regions.names.filter(Boolean)
				: (seen.find((field) => field.name === name)?.samples ?? []);
	return values
		.filter((value) => value.startsWith(start))
		.map((value) =>
			operator === ':'
				? name + operator + isValue(name, value).value
				: name + operator + value,
		);
}
