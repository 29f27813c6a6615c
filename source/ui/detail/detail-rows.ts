import {type Detail} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {ruleLine} from '../look/line.ts';
import {type Setting} from '../look/setting.ts';
import {type ListOfView, type View} from '../view/view.ts';
import {type Theme} from '../look/theme.ts';
import {isOutside} from '../entry/is-outside.ts';
import {
	type DetailContent,
	detailContent,
	type DetailRow,
} from './detail-content.ts';
import {detailKeys, scrollDetail} from './detail-keys.ts';

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
