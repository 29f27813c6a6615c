import {type EntryId} from '../../store/log-buffer.ts';
import {type Item} from '../../store/list.ts';
import {type Store} from '../../store/create-store.ts';
import {type Logs, type State} from '../../store/state.ts';
import {viewport, type Viewport} from '../../store/viewport.ts';
import {faceRow} from '../face-row.ts';
import {isWide} from '../layout.ts';
import {type Setting} from '../setting.ts';
import {type RowSource} from '../surface.ts';
import {shortRegion} from '../words.ts';
import {type EntryLook, entryRow} from './entry-row.ts';
import {createGutter} from './gutter.ts';
import {logsFace} from './logs-face.ts';
import {ruleRow} from './rule-row.ts';
import {ruleWords} from './rule-words.ts';

const leastRegionWidth = 12;
const mostRegionWidth = 18;
const mostRemembered = 512;

/** The rows of the log list, past React. Hot: asked for with every frame, so the rows of entries are remembered. */
export function createLogRows(
	{get}: Pick<Store, 'get'>,
	setting: Setting,
): RowSource {
	const {theme} = setting;
	const remembered = new Map<EntryId, string>();
	let rememberedLook = '';
	let shown: Viewport = {items: [], selectedIndex: -1};
	let look: EntryLook | undefined;
	let gutter: ReturnType<typeof createGutter> = () => ' ';

	const begin = (state: State, width: number) => {
		shown = viewport(state.logs);
		gutter = createGutter(state.logs, theme);
		look = entryLook(state, setting, width);
		const key = `${look.width} ${look.shift} ${look.regionWidth} ${look.match}`;
		if (key !== rememberedLook || remembered.size > mostRemembered) {
			remembered.clear();
			rememberedLook = key;
		}
	};

	const itemRow = (item: Item, {logs}: State, entryLook: EntryLook) => {
		if (item.kind === 'rule') {
			return ruleRow(
				ruleWords(item.rule, logs, setting.timestamps),
				entryLook.width,
				theme,
			);
		}

		const id = logs.view.idAt(item.spot);
		let row = remembered.get(id);
		if (row === undefined) {
			const entry = logs.buffer.entry(id);
			row = entry === undefined ? '' : entryRow(entry, entryLook);
			remembered.set(id, row);
		}

		return row;
	};

	return {
		row(index, width) {
			const state = get();
			if (index === 0 || look === undefined) {
				begin(state, width);
			}

			const item = shown.items[index];
			if (!shown.items.some(({kind}) => kind === 'entry')) {
				return withoutEntries(index, item);
			}

			return item === undefined || look === undefined
				? ''
				: gutter(item, index === shown.selectedIndex) +
						itemRow(item, state, look);
		},
	};

	function withoutEntries(index: number, item: Item | undefined): string {
		const state = get();
		return item === undefined || isSaidByFace(item) || look === undefined
			? faceRow(
					logsFace(state.logs, setting),
					index,
					{width: (look?.width ?? 0) + 1, height: state.logs.height},
					theme,
				)
			: gutter(item, index === shown.selectedIndex) +
					itemRow(item, state, look);
	}
}

/** A face says the same in more words. */
function isSaidByFace(item: Item): boolean {
	return item.kind === 'rule' && item.rule.kind !== 'reconnected';
}

function entryLook(
	{logs, screen}: State,
	{timestamps, theme}: Setting,
	width: number,
): EntryLook {
	const isRoomy = isWide(screen.columns);
	return {
		width: width - 1,
		shift: screen.shift,
		match: logs.query.filter.text,
		regionWidth: isRoomy ? regionWidth(logs) : 0,
		hasMillis: isRoomy,
		timestamps,
		theme,
	};
}

function regionWidth({buffer}: Logs): number {
	let width = leastRegionWidth;
	for (const name of buffer.regions.names) {
		width = Math.max(width, shortRegion(name).length);
	}

	return Math.min(width, mostRegionWidth);
}
