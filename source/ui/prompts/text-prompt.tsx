import {Box, Text} from 'ink';
import {type Refinement} from '../../log/refinement.ts';
import {type State} from '../../store/state.ts';
import {cut} from '../../text/cut.ts';
import {width as widthOf} from '../../text/width.ts';
import {
	type ListedBinding,
	type Command,
	type ModeOf,
} from '../keys/binding.ts';
import {refinementWords, safe, textWords} from '../look/words.ts';
import {type DockProps} from '../view/view.ts';
import {
	fieldCatalog,
	type SeenField,
} from '../../store/fields/field-catalog.ts';
import {
	entryFields,
	fieldNameText,
	isValue,
} from '../../log/fields/field-filter.ts';
import {createDockView, promptLine} from './dock-view.ts';
import {PromptInput} from './prompt-input.tsx';

/** Keys of the prompt at which a text is typed that is searched for. */
const keys: readonly ListedBinding[] = [
	{
		keys: ['enter'],
		help: 'search for it, besides what is asked for already',
		hint: {words: 'search', rank: 0},
		run: () => [{kind: 'submit-text'}],
	},
	{
		keys: ['escape', 'ctrl+c'],
		help: 'cancel',
		hint: {words: 'cancel', keys: 'esc', rank: 0},
		run: () => [{kind: 'cancel-text'}],
	},
	{
		keys: ['backspace'],
		help: 'in the empty prompt: take the last text away',
		isBound: ({screen: {mode}}) =>
			mode.kind === 'text' && mode.target === 'logs' && mode.value === '',
		run: () => [{kind: 'drop-text'}],
	},
	{
		keys: ['up'],
		help: 'recall an earlier text',
		hint: {words: 'recall', keys: '↑ ↓', rank: 1},
		run: (state) => recall(state, 1),
	},
	{
		keys: ['down'],
		help: 'recall a later text',
		run: (state) => recall(state, -1),
	},
	{
		keys: ['tab'],
		help: 'complete a field, or a value of it',
		hint: {words: 'complete', rank: 2},
		run: (state) => completeText(state),
	},
];

/** Takes the text, or the field filter, that is looked for: shown on what is loaded while it is typed. */
export const textView = createDockView<ModeOf<'text'>>('text', {
	keys,
	where: 'in the text prompt',
	group: 'In the text prompt',
	onType: (_mode, value) => ({kind: 'preview', value}),
	isPicker: false,
	height: () => 1,
	show: (props) => <TextPrompt {...props} />,
});

/** Previews what is typed, after what it narrows; what is wrong with it is said beside it. */
function TextPrompt({
	mode,
	state,
	setting: {theme},
}: DockProps & {readonly mode: ModeOf<'text'>}) {
	const {columns} = state.screen;
	const beside = cut(
		mode.problem === undefined ? readAs(mode, state) : safe(mode.problem),
		Math.floor(columns / 2),
		{ellipsis: '…'},
	);
	const aside = beside === '' ? '' : ` ${beside} `;
	const chips = cut(chipsOf(mode), Math.floor(columns / 3), {ellipsis: '…'});
	return (
		<Box>
			<PromptInput
				label={`${theme.paint('key', mode.target === 'build' ? ' build log / ' : ' / ')}${theme.paint('strong', chips)}${chips === '' ? '' : ' '}`}
				line={promptLine(state)}
				width={columns - widthOf(aside)}
			/>
			<Text>
				{theme.paint(mode.problem === undefined ? 'quiet' : 'bad', aside)}
			</Text>
		</Box>
	);
}

/** What is typed is read as, and what it may be completed to. */
function readAs(mode: ModeOf<'text'>, state: State): string {
	if (mode.target === 'build' || mode.value === '') {
		return '';
	}

	const {filter, refinements} = state.logs.query;
	const added = refinements.at(-1);
	const kind =
		refinements.length > mode.base.refinements.length && added !== undefined
			? readWords[added.kind]
			: filter.text === mode.base.filter.text
				? ''
				: 'text';
	const said = kind === 'text' && !mayBeOther.test(mode.value) ? '' : kind;
	const others = completionsOf(state, stemOf(mode)).filter(
		(one) => one !== mode.value,
	);
	return [
		said,
		...(others.length === 0
			? []
			: [
					`tab: ${others
						.slice(0, mostOffered)
						.map((one) => safe(one))
						.join(' ')}`,
				]),
	]
		.filter(Boolean)
		.join(' · ');
}

const mostOffered = 4;
/** Of a plain word it goes without saying that it is a text. */
const mayBeOther = /[<>:?=\\\/]/v;
const readWords: Readonly<Record<Refinement['kind'], string>> = {
	field: 'field',
	regex: 'expression',
	text: 'text',
	pattern: 'pattern',
};

/** The texts that stand. */
function chipsOf({target, base}: ModeOf<'text'>): string {
	return target === 'build'
		? ''
		: [
				textWords(base.filter),
				...base.refinements.map((one) => refinementWords(one)),
			]
				.filter(Boolean)
				.join(' · ');
}

/** Puts the text there that was typed before (`by` 1) or after (-1) the one at the prompt. */
function recall({texts, screen: {mode}}: State, by: number): Command[] {
	if (mode.kind !== 'text' || mode.target !== 'logs') {
		return [];
	}

	const index = texts.indexOf(mode.value) + by;
	const value = index === -1 ? '' : texts[index];
	return value === undefined ? [] : [{kind: 'preview', value}];
}

const mostChoices = 20;

/** What may be meant by the beginning of a field's filter: names of fields, or behind a name its values. */
function completionsOf({logs}: State, stem: string): readonly string[] {
	const sign = stem.startsWith('!') ? '!' : '';
	const typed = stem.slice(sign.length);
	if (typed === '' || typed.startsWith('/') || typed.startsWith('\\')) {
		return [];
	}

	const seen = fieldCatalog(logs.buffer).list();
	const [, name, operator = '', start = ''] =
		/^("(?:[^"\\]|\\.)+"|[^<>:]+)(>=|<=|>|<|:)(.*)$/sv.exec(typed) ?? [];
	return (
		name === undefined
			? namesLike(seen, typed)
			: valuesLike(logs, seen, {name, operator, start})
	)
		.slice(0, mostChoices)
		.map((text) => sign + text);
}

/** Completes what was typed with the next of what may be meant. */
function completeText(state: State): Command[] {
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

function stemOf({stem, value}: ModeOf<'text'>): string {
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
		.filter(({name}) =>
			[name, fieldNameText(name)].some((text) =>
				text.toLowerCase().startsWith(lower),
			),
		)
		.map(
			({name, isMeasure}) => `${fieldNameText(name)}${isMeasure ? '>=' : ':'}`,
		);
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
				: (seen.find((field) => fieldNameText(field.name) === name)?.samples ??
					[]);
	return values
		.filter((value) => value.startsWith(start))
		.map((value) =>
			operator === ':'
				? name + operator + isValue(name, value).value
				: name + operator + value,
		);
}
