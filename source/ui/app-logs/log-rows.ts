import {BoundedCache, copyText} from '../../base/cache.ts';
import {type Failure, isSameFailure} from '../../log/failure.ts';
import {type EntryId} from '../../store/buffer/log-buffer.ts';
import {type Item} from '../../store/list/list.ts';
import {type Rule} from '../../store/list/rule.ts';
import {type Logs, type Selection} from '../../store/logs.ts';
import {type State} from '../../store/state.ts';
import {
	isFollowing,
	selectionOf,
	viewport,
	type Viewport,
	type ViewportRow,
} from '../../store/list/viewport.ts';
import {type Command} from '../keys/binding.ts';
import {faceRow} from '../look/line.ts';
import {type ListOfView} from '../view/view.ts';
import {shownSetting} from '../look/setting.ts';
import {bareTheme, type Theme} from '../look/theme.ts';
import {
	charactersOf,
	entryLook,
	lookKey,
	type EntryLook,
	entryRows,
} from '../entry/entry-rows.ts';
import {measureFields} from '../entry/field-cells.ts';
import {idOfBookmark} from '../../store/bookmark.ts';
import {isInRange, markedRange} from '../../store/list/range.ts';
import {cut} from '../../text/cut.ts';
import {width as widthOf} from '../../text/width.ts';
import {enterKey} from './entry-keys.ts';
import {logsFace} from './logs-face.ts';
import {ruleWords, type RuleWords} from './list-words.ts';

/** The rows of the log list, past React. Hot: asked for with every frame, so the rows of entries are remembered. */
export const createLogRows: ListOfView['createRows'] = ({get, setting}) => {
	const {theme} = setting;
	const remembered = new BoundedCache<EntryId, readonly string[]>(
		mostRemembered,
	);
	let rememberedFor: readonly unknown[] = [];
	let shown: Viewport = {items: [], rows: [], top: 0};
	let look: EntryLook | undefined;
	let gutter: ReturnType<typeof createGutter> = () => ' ';
	let drawn: readonly Drawn[] = [];

	const begin = (state: State, width: number) => {
		shown = viewport(state.logs);
		drawn = shown.rows.map(({item, line}, index) => ({
			selection: selectionOf(item, state.logs),
			row: index - line,
			hasOffer: item.kind === 'rule' && offering.has(item.rule.kind),
		}));
		gutter = createGutter(state.logs, theme);
		const {logs, screen} = state;
		measureFields(state, shown);
		look = entryLook(state, shownSetting(setting, state), width);
		const now = [
			lookKey(state),
			width,
			screen.unfolded,
			logs.matches,
			logs.view,
		];
		const isSame = now.every((one, index) => one === rememberedFor[index]);
		if (!isSame) {
			remembered.clear();
			rememberedFor = now;
		}
	};

	const itemRow = (
		{item, line}: ViewportRow,
		state: State,
		entryLook: EntryLook,
	): string => {
		if (item.kind === 'rule') {
			const {timestamps} = shownSetting(setting, state);
			return ruleRow(
				ruleWords(item.rule, state.logs, timestamps, isSaidAbove(item, shown)),
				entryLook.width,
				theme,
			);
		}

		const id = state.logs.view.idAt(item.spot);
		if (item === shown.selected && line === 0 && !isFollowing(state.logs)) {
			const chosen = rowsOfEntry(id, state.logs, {
				...entryLook,
				isChosen: true,
			});
			return chosen[0] ?? '';
		}

		const rows = remembered.take(id, () =>
			rowsOfEntry(id, state.logs, entryLook),
		);
		return rows[line] ?? '';
	};

	return {
		row(index, width) {
			const state = get();
			if (index === 0 || look === undefined) {
				begin(state, width);
			}

			const row = shown.rows[index];
			if (!shown.items.some(({kind}) => kind === 'entry')) {
				return withoutEntries(index, row);
			}

			return row === undefined || look === undefined
				? ''
				: gutter(row.item, row.item === shown.selected) +
						itemRow(row, state, look);
		},
		click(index) {
			const place = drawn[index];
			return place === undefined ? [] : select(place, get());
		},
	};

	function withoutEntries(index: number, row: ViewportRow | undefined): string {
		const state = get();
		if (state.isUnchosen) {
			return '';
		}

		return row === undefined || isSaidByFace(row.item) || look === undefined
			? faceRow(
					logsFace(state.logs, shownSetting(setting, state)),
					index,
					{width: (look?.width ?? 0) + 1, height: state.logs.height},
					theme,
				)
			: gutter(row.item, row.item === shown.selected) +
					itemRow(row, state, look);
	}
};

/** A few screens full. */
const mostRemembered = 256;
const longMessage = 4096;

/** What stands on a row, as it is found again whatever has come meanwhile. */
type Drawn = {
	readonly selection: Selection;
	/** The row on which it begins. */
	readonly row: number;
	/** There is something that `enter` does. */
	readonly hasOffer: boolean;
};

const offering: ReadonlySet<Rule['kind']> = new Set([
	'failed',
	'stopped',
	'deploy',
]);

/** Selects what was clicked on; a rule does what it offers, and what was selected already is opened. */
function select(
	{selection, row, hasOffer}: Drawn,
	{logs, screen}: State,
): readonly Command[] {
	const isSelected =
		selection.kind === 'entry' &&
		logs.selection.kind === 'entry' &&
		logs.selection.id === selection.id &&
		screen.focus === 'logs';
	return [
		{kind: 'focus', focus: 'logs'},
		{kind: 'select', selection, row},
		...(hasOffer || isSelected
			? [{kind: 'perform', binding: enterKey} as const]
			: []),
	];
}

/** What only surrounds the matches is dim. */
function rowsOfEntry(
	id: EntryId,
	{buffer, view, matches}: Logs,
	look: EntryLook,
): readonly string[] {
	const entry = buffer.head(id, charactersOf(look));
	if (entry === undefined) {
		return [];
	}

	const rows =
		view === matches || matches.spotOf(id) !== undefined
			? entryRows(entry, look)
			: entryRows(entry, {...look, match: [], theme: bareTheme}).map((row) =>
					look.theme.paint('quiet', row),
				);
	// The rows of a long message must not keep all of it in memory.
	return entry.message.length > longMessage
		? rows.map((row) => copyText(row))
		: rows;
}

/** Whether a rule that is in view above this one has failed for the same reason: it is told once. */
function isSaidAbove(item: Item, {items}: Viewport): boolean {
	const failure = failureOf(item);
	const first = items.find((one) => isSameFailure(failureOf(one), failure));
	return first !== undefined && first !== item;
}

function failureOf(item: Item): Failure | undefined {
	return item.kind === 'rule' && item.rule.kind === 'failed'
		? item.rule.failure
		: undefined;
}

/** A face says the same in more words. */
function isSaidByFace(item: Item): boolean {
	return (
		item.kind === 'rule' &&
		item.rule.kind !== 'reconnected' &&
		item.rule.kind !== 'deploy'
	);
}

/** What stands before a row: which one is selected, which are marked or in the range. Made anew with each frame. */
function createGutter(
	logs: Logs,
	theme: Theme,
): (item: Item | undefined, isSelected: boolean) => string {
	const marked = new Set(
		logs.marks.map((mark) => idOfBookmark(mark, logs.buffer)),
	);
	const range = markedRange(logs);
	return (item, isSelected) => {
		const isEntry = item?.kind === 'entry';
		const isMarked = isEntry && marked.has(logs.view.idAt(item.spot));
		if (isSelected) {
			return theme.paint('selected', isMarked ? '◆' : '▌');
		}

		if (isMarked) {
			return theme.paint('key', '◆');
		}

		return isEntry && range !== undefined && isInRange(item.spot, range, logs)
			? theme.paint('key', '│')
			: ' ';
	};
}

/** `── 12:01–12:03 loading ──────`. The offer stays where the text has to give way. */
export function ruleRow(
	{text, offer = '', isBad = false}: RuleWords,
	width: number,
	theme: Theme,
): string {
	const role = isBad ? 'bad' : 'quiet';
	const end = offer === '' ? '' : ` · ${offer}`;
	const shown =
		cut(text, width - widthOf(end) - 4, {ellipsis: '…'}) +
		cut(end, Math.max(0, width - 4));
	const rest = Math.max(0, width - widthOf(shown) - 4);
	return `${theme.paint('quiet', '──')} ${theme.paint(role, shown)} ${theme.paint('quiet', '─'.repeat(rest))}`;
}
