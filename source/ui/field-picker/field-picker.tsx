import {
	fieldCatalog,
	type SeenField,
} from '../../store/fields/field-catalog.ts';
import {type State} from '../../store/state.ts';
import {fit} from '../../text/cut.ts';
import {countBy, toggleIn} from '../keys/shared-keys.ts';
import {inMode, list, type Command, type ModeOf} from '../keys/binding.ts';
import {fuzzySearch} from '../look/fuzzy-search.ts';
import {type Setting} from '../look/setting.ts';
import {count as countWords, safe} from '../look/words.ts';
import {chooseSeveral, createPickerView} from '../prompts/picker-view.tsx';

/** In cells: in the picker of the fields that stand in columns, a wider name is cut. */
const widestName = 28;

type Fields = ModeOf<'fields'>;

const mostSamples = 4;

/** Chooses among the fields seen which are to stand in columns. */
export const fieldsView = createPickerView('fields', {
	label: ' columns ',
	noun: 'field',
	...chooseSeveral(
		{
			toggle: 'take the field, or not',
			clear: 'empty the prompt, take no field',
		},
		{toggle: inMode('fields', toggle), apply: inMode('fields', apply)},
	),
	choices: fieldChoices,
	row: choiceRow,
	face: ({value}, {theme}) =>
		theme.paint(
			'quiet',
			value === ''
				? ' No entry that is loaded has fields: JSON, key=value, GET /path 200 in 12 ms.'
				: ' No field seen so far matches that.',
		),
});

type Choice = SeenField & {readonly ofCount: number};

/** Those in columns stand first, so that what is chosen is seen; then those that most entries have. */
function fieldChoices(
	{value, chosen}: Fields,
	{logs, screen}: State,
): readonly Choice[] {
	const catalog = fieldCatalog(logs.buffer);
	const seen = catalog.list();
	const ofCount = catalog.countedCount;
	const first = [...screen.fields, ...chosen]
		.filter((name, index, all) => all.indexOf(name) === index)
		.filter((name) => screen.fields.includes(name) || !hasName(seen, name))
		.map(
			(name) =>
				seen.find((field) => field.name === name) ?? {
					name,
					count: 0,
					samples: [],
					isMeasure: false,
				},
		);
	const all = [...first, ...seen.filter(({name}) => !hasName(first, name))].map(
		(field) => ({...field, ofCount}),
	);
	return fuzzySearch(all, value, ({name}) => name);
}

function hasName(fields: readonly SeenField[], name: string): boolean {
	return fields.some((field) => field.name === name);
}

/** `[x] status   12,340 of 98,220  200, 304, 500`. */
function choiceRow(
	{name, count, ofCount, samples}: Choice,
	{chosen, purpose}: Fields,
	{theme}: Setting,
): string {
	const isChosen = chosen.includes(name);
	return [
		purpose === 'count'
			? ' '
			: theme.paint(isChosen ? 'good' : 'quiet', isChosen ? '[x]' : '[ ]'),
		fit(safe(name), widestName, {ellipsis: '…'}),
		theme.paint(
			'quiet',
			fit(`${countWords(count)} of ${countWords(ofCount)}`, 22, {
				align: 'right',
			}),
		),
		theme.paint(
			'quiet',
			samples
				.slice(0, mostSamples)
				.map((sample) => safe(sample) || '""')
				.join(', '),
		),
	].join(' ');
}

/** Applies what was toggled; where nothing was, what is highlighted beside what is chosen. */
function apply(mode: Fields, state: State): Command[] {
	const {chosen, value, index, purpose} = mode;
	const highlighted = fieldChoices(mode, state)[index]?.name;
	if (purpose === 'count') {
		return highlighted === undefined ? [list] : countBy(state, highlighted);
	}

	const isToggled = chosen.join('\n') !== state.screen.fields.join('\n');
	const isUntouched = value === '' && index === 0;
	const names =
		isToggled ||
		highlighted === undefined ||
		chosen.includes(highlighted) ||
		(isUntouched && chosen.length > 0)
			? chosen
			: [...chosen, highlighted];
	return [list, {kind: 'fields', names}];
}

function toggle(mode: Fields, state: State): Command[] {
	const name = fieldChoices(mode, state)[mode.index]?.name;
	return name === undefined || mode.purpose === 'count'
		? []
		: [
				{
					kind: 'mode',
					mode: {
						...mode,
						chosen: toggleIn(mode.chosen, name),
					},
				},
			];
}
