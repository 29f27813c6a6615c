import {createFilter, type Filter, type Query} from '../../log/query.ts';
import {levels, plainLevel} from '../../log/level.ts';
import {type Detail} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {detailContent} from './detail-content.ts';
import {detailHeight} from './detail-rows.ts';
import {type Field, fieldsOf} from './fields.ts';
import {type Setting} from '../look/setting.ts';
import {safe, shortRegion} from '../look/words.ts';
import {type Binding, type Command, say} from '../keys/binding.ts';
import {listKeys} from '../app-logs/list-keys.ts';

/** Keys that mean something else, or only something, while an entry is shown in full. */
export const ownDetailKeys: readonly Binding[] = [
	{
		keys: ['escape', 'q'],
		help: 'close the entry',
		group: 'Entry in full',
		hint: {words: 'close', keys: 'esc', rank: 0},
		run: () => [{kind: 'detail'}],
	},
	{
		keys: ['tab'],
		help: 'choose the next field',
		group: 'Entry in full',
		hint: {words: 'field', rank: 1},
		run: onDetail((detail, state, setting) =>
			chosen(1, detail, state, setting),
		),
	},
	{
		keys: ['shift+tab'],
		help: 'choose the field before',
		group: 'Entry in full',
		run: onDetail((detail, state, setting) =>
			chosen(-1, detail, state, setting),
		),
	},
	{
		keys: ['+'],
		help: 'show only what has the same in the chosen field',
		group: 'Entry in full',
		hint: {words: 'filter by it, hide it', keys: '+ -', rank: 2},
		run: onDetail((detail, state) => filtered('keep', detail, state)),
	},
	{
		keys: ['-'],
		help: 'hide what has the same in the chosen field',
		group: 'Entry in full',
		run: onDetail((detail, state) => filtered('hide', detail, state)),
	},
	{
		keys: ['pageup', 'ctrl+b'],
		help: 'a page up',
		group: 'Entry in full',
		run: scrolled(-1),
	},
	{
		keys: ['pagedown', 'ctrl+f'],
		help: 'a page down, where the entry is long',
		group: 'Entry in full',
		run: scrolled(1),
	},
	{
		keys: ['ctrl+u'],
		help: 'half a page up',
		group: 'Entry in full',
		run: scrolled(-0.5),
	},
	{
		keys: ['ctrl+d'],
		help: 'half a page down',
		group: 'Entry in full',
		run: scrolled(0.5),
	},
];

const taken = new Set(ownDetailKeys.flatMap(({keys}) => keys));

/** Keys while an entry is shown in full: those of the list as well, which goes on underneath. */
export const detailKeys: readonly Binding[] = [
	...ownDetailKeys,
	...listKeys.filter(({keys}) => !keys.every((key) => taken.has(key))),
];

function onDetail(
	run: (detail: Detail, state: State, setting: Setting) => readonly Command[],
): Binding['run'] {
	return (state, setting) => {
		const {detail} = state.screen;
		return detail === undefined ? [] : run(detail, state, setting);
	};
}

function scrolled(pages: number): Binding['run'] {
	return onDetail((detail, state, setting) => {
		const height = detailHeight(state);
		const top =
			detail.top +
			Math.sign(pages) * Math.max(1, Math.floor(height * Math.abs(pages)));
		return [
			{
				kind: 'detail',
				detail: {...detail, top: within(top, detail, state, setting)},
			},
		];
	});
}

/** A row from which on the view is full. */
function within(
	top: number,
	{subject}: Detail,
	state: State,
	setting: Setting,
): number {
	const rows = detailContent(state, subject, setting, state.screen.columns);
	return Math.max(0, Math.min(top, rows.length - detailHeight(state)));
}

/** Chooses another field and scrolls to it. */
function chosen(
	by: number,
	detail: Detail,
	state: State,
	setting: Setting,
): Command[] {
	const count = fieldsOf(detail.subject).length;
	const field =
		((detail.field ?? (by > 0 ? -1 : 0)) + by + count) % Math.max(1, count);
	const rows = detailContent(
		state,
		detail.subject,
		setting,
		state.screen.columns,
	);
	const height = detailHeight(state);
	const first = rows.findIndex(({fieldIndex}) => fieldIndex === field);
	const isSeen = first >= detail.top && first < detail.top + height;
	const top = isSeen
		? detail.top
		: within(first - Math.floor(height / 2), detail, state, setting);
	return [{kind: 'detail', detail: {...detail, field, top}}];
}

function filtered(
	effect: 'keep' | 'hide',
	{subject, field: index}: Detail,
	state: State,
): Command[] {
	const field = index === undefined ? undefined : fieldsOf(subject)[index];
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
