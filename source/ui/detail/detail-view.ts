import {type Detail} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {ruleLine} from '../look/line.ts';
import {type Setting} from '../look/setting.ts';
import {type ListOfView, type View, type PointerOn} from '../view/view.ts';
import {type Theme} from '../look/theme.ts';
import {isOutside} from '../entry/is-outside.ts';
import {openTop} from '../counts/top-view.ts';
import {type Binding, type Command, inGroup} from '../keys/binding.ts';
import {
	type DetailContent,
	detailContent,
	type DetailRow,
} from './detail-content.ts';
import {
	chosenField,
	chosenTrace,
	filterByField,
	filterByMeasure,
	isMeasureChosen,
	showTrace,
} from './filter-by-field.ts';

/** Keys that mean something else, or only something, while an entry is shown in full. */
const detailKeys: readonly Binding[] = inGroup('Entry in full', [
	{
		keys: ['escape', 'q'],
		help: 'close the entry',
		hint: {words: 'close', keys: 'esc', rank: 0},
		run: () => [{kind: 'detail'}],
	},
	{
		keys: ['tab'],
		help: 'choose the next field',
		hint: {words: 'field', rank: 1},
		run: onDetail((detail, sight) => choose(1, detail, sight)),
	},
	{
		keys: ['shift+tab'],
		help: 'choose the field before',
		run: onDetail((detail, sight) => choose(-1, detail, sight)),
	},
	{
		keys: ['+', '='],
		help: 'show only what has the same in the chosen field',
		hint: {words: 'filter by it, hide it', keys: '+ -', rank: 2},
		run: onDetail((detail, {state}) => filterByField('keep', detail, state)),
	},
	{
		keys: ['enter'],
		help: 'the whole trace as one list, while it is chosen',
		hint: {words: 'whole trace', rank: 1},
		isBound: ({screen: {detail}}) =>
			detail !== undefined && chosenTrace(detail) !== undefined,
		run: onDetail((detail, {state}) => showTrace(detail, state)),
	},
	{
		keys: ['-'],
		help: 'hide what has the same in the chosen field',
		run: onDetail((detail, {state}) => filterByField('hide', detail, state)),
	},
	{
		keys: ['>'],
		help: 'show only what is above the chosen number',
		hint: {words: 'above, below', keys: '> <', rank: 2},
		isBound: isMeasureChosen,
		run: onDetail((detail, {state}) => filterByMeasure('>', detail, state)),
	},
	{
		keys: ['<'],
		help: 'show only what is below it',
		isBound: isMeasureChosen,
		run: onDetail((detail, {state}) => filterByMeasure('<', detail, state)),
	},
	{
		keys: ['#'],
		help: 'top values of the chosen field',
		hint: {words: 'top values', rank: 3},
		isBound: ({screen: {detail}}) =>
			detail !== undefined && chosenField(detail) !== undefined,
		run: onDetail((detail) => openTop(chosenField(detail)?.name ?? '')),
	},
	{
		keys: ['pageup', 'ctrl+b'],
		help: 'a page up',
		run: scroll(-1),
	},
	{
		keys: ['pagedown', 'ctrl+f'],
		help: 'a page down, where the entry is long',
		run: scroll(1),
	},
	{
		keys: ['ctrl+u'],
		help: 'half a page up',
		run: scroll(-0.5),
	},
	{
		keys: ['ctrl+d'],
		help: 'half a page down',
		run: scroll(0.5),
	},
]);

/** What the view shows of what. */
type Sight = {
	readonly state: State;
	readonly setting: Setting;
	/** Rows below its rule. */
	readonly height: number;
};

function onDetail(
	run: (detail: Detail, sight: Sight) => readonly Command[],
): Binding['run'] {
	return (state, setting, height) => {
		const {detail} = state.screen;
		return detail === undefined
			? []
			: run(detail, {state, setting, height: height - 1});
	};
}

function scroll(pages: number): Binding['run'] {
	return onDetail((detail, sight) =>
		scrollBy(
			Math.sign(pages) *
				Math.max(1, Math.floor(sight.height * Math.abs(pages))),
			detail,
			sight,
		),
	);
}

/** Scrolls what is shown in full by so many rows. */
const scrollDetail: PointerOn = (state, by, height, setting) =>
	onDetail((detail, sight) => scrollBy(by, detail, sight))(
		state,
		setting,
		height,
	);

function scrollBy(by: number, detail: Detail, sight: Sight): Command[] {
	const top = clampTop(detail.top + by, contentOf(detail, sight), sight);
	return [{kind: 'detail', detail: {...detail, top}}];
}

function contentOf({subject}: Detail, {state, setting}: Sight) {
	return detailContent(state, subject, setting, state.screen.columns);
}

/** A row from which on the view is full. */
function clampTop(
	top: number,
	content: DetailContent,
	{height}: Sight,
): number {
	return Math.max(0, Math.min(top, content.count(top + height) - height));
}

/** Of a long entry so many characters are laid out at most to find the next field. */
const mostAhead = 131_072;
/** What a row counts for beside its text. */
const rowLength = 32;

/** Chooses another field and scrolls to it: behind the last one follows the first, before the first the last one that is known. */
function choose(by: number, detail: Detail, sight: Sight): Command[] {
	const content = contentOf(detail, sight);
	const {height} = sight;
	const wanted = (detail.field ?? (by > 0 ? -1 : 0)) + by;
	const known = Math.max(content.knownCount, detail.top + height);
	/** The first row of each field. */
	const rows: number[] = [];
	let ahead = 0;
	for (let index = 0; index < known || ahead < mostAhead; index++) {
		const row = content.at(index);
		if (row === undefined || rows[wanted] !== undefined) {
			break;
		}

		ahead += index < known ? 0 : row.text.length + rowLength;
		if (row.fieldIndex !== undefined) {
			rows[row.fieldIndex] ??= index;
		}
	}

	const field = wanted < 0 ? Math.max(0, rows.length - 1) : wanted;
	const first = rows[field];
	if (first === undefined) {
		return [{kind: 'detail', detail: {...detail, field: 0, top: 0}}];
	}

	const isSeen = first >= detail.top && first < detail.top + height;
	const top = isSeen
		? detail.top
		: clampTop(first - Math.floor(height / 2), content, sight);
	return [{kind: 'detail', detail: {...detail, field, top}}];
}

/** The rows of the detail view and the rule above them, past React. */
const createDetailRows: ListOfView['createRows'] = ({get, setting}) => {
	let content: DetailContent | undefined;
	return {
		row(index, width, height) {
			const state = get();
			const {detail} = state.screen;
			if (detail === undefined) {
				return '';
			}

			if (index === 0) {
				content = detailContent(state, detail.subject, setting, width);
				return titleRow(state, detail, {
					setting,
					width,
					content,
					height: height - 1,
				});
			}

			const row = content?.at(detail.top + index - 1);
			return row === undefined
				? ''
				: gutter(row, detail, setting.theme) + row.text;
		},
		click(index) {
			const {detail} = get().screen;
			const field =
				detail === undefined || index === 0
					? undefined
					: content?.at(detail.top + index - 1)?.fieldIndex;
			return detail === undefined || field === undefined
				? []
				: [{kind: 'detail', detail: {...detail, field}}];
		},
	};
};

function gutter(
	{fieldIndex, isItself = false}: DetailRow,
	{field}: Detail,
	theme: Theme,
): string {
	if (isItself) {
		return theme.paint('selected', '›');
	}

	return fieldIndex !== undefined && fieldIndex === field
		? theme.paint('selected', '▌')
		: ' ';
}

function titleRow(
	state: State,
	{subject, top}: Detail,
	{
		setting: {theme},
		width,
		content,
		height,
	}: {
		readonly setting: Setting;
		readonly width: number;
		readonly content: DetailContent;
		/** Rows below this one. */
		readonly height: number;
	},
): string {
	// A page below what is shown is counted, and no more: a message may be long.
	const limit = top + 2 * height;
	const count = content.count(limit);
	return ruleLine(
		{
			left: [
				theme.paint(
					'focused',
					subject.kind === 'entry' ? 'Entry' : 'Line of the build log',
				),
				...(isOutside(state, subject)
					? [theme.paint('busy', 'outside the filter')]
					: []),
			].join(' · '),
			right:
				count > height
					? `rows ${top + 1}–${Math.min(top + height, count)} of ${count === limit ? 'more than ' : ''}${count}`
					: '',
		},
		width,
		theme,
	);
}

/** An entry, or a line of the build log, in full. */
export const detailView: View = {
	place: 'detail',
	where: 'in the entry',
	keys: detailKeys,
	list: {
		createRows: createDetailRows,
		changesWith: 'entries',
		scroll: scrollDetail,
	},
};
