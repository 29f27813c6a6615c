import {BoundedCache} from '../../base/cache.ts';
import {contentKey} from '../../log/entry.ts';
import {type Store} from '../../store/create-store.ts';
import {type EntryId} from '../../store/buffer/log-buffer.ts';
import {type Logs} from '../../store/logs.ts';
import {type State} from '../../store/state.ts';
import {type Setting, shownSetting} from '../look/setting.ts';
import {entryLook, lookKey} from '../entry/entry-look.ts';
import {entryRows} from '../entry/entry-rows.ts';

/** Lets the store know how many rows each entry takes, and when days begin; returns how to stop that. */
export function settleRowCounts(store: Store, setting: Setting): () => void {
	let lastKey = '';
	let lastUnfolded: State['screen']['unfolded'] = new Set();
	return store.settle((state) => {
		const {unfolded, isWrapped} = state.screen;
		const key = lookKey(state);
		if (key === lastKey && unfolded === lastUnfolded) {
			return undefined;
		}

		lastKey = key;
		lastUnfolded = unfolded;
		const rowsOf =
			unfolded.size === 0 && !isWrapped ? oneRow : counter(state, setting);
		const startOfDay =
			state.screen.times === 'deployment'
				? undefined
				: shownSetting(setting, state).timestamps.startOfDay;
		return rowsOf === state.logs.rowsOf && startOfDay === state.logs.startOfDay
			? undefined
			: {kind: 'list-rows', rowsOf, startOfDay};
	});
}

const oneRow: Logs['rowsOf'] = () => 1;

function counter(state: State, setting: Setting): Logs['rowsOf'] {
	const {buffer} = state.logs;
	const {unfolded, isWrapped, columns} = state.screen;
	const look = entryLook(state, setting, columns);
	const counts = new BoundedCache<EntryId, number>(2048);
	const countRows = (id: EntryId) => {
		const entry = buffer.entry(id);
		const isOneRow =
			entry === undefined || (!isWrapped && !unfolded.has(contentKey(entry)));
		return isOneRow ? 1 : entryRows(entry, look).length;
	};

	return (id) => counts.take(id, countRows);
}
