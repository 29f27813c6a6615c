import {type Entry} from '../../log/entry.ts';
import {type Neighbours, neighbours} from '../../store/list/neighbours.ts';
import {type State} from '../../store/state.ts';
import {entryLook} from '../entry/entry-look.ts';
import {type EntryLook, entryRows} from '../entry/entry-rows.ts';
import {type Setting} from '../look/setting.ts';
import {type DetailRow} from './detail-row.ts';

/** What was logged around an entry: a few rows before and after it, whatever the filter lets through. */
export function neighbourRows(
	state: State,
	entry: Entry,
	setting: Setting,
	width: number,
): DetailRow[] {
	const {theme} = setting;
	const {logs} = state;
	const found = neighbours(logs, entry);
	const look: EntryLook = {
		...entryLook(state, setting, width - 1),
		match: [],
		shift: 0,
		isWrapped: false,
		unfolded: new Set(),
	};
	const row = (one: Entry) => ({text: entryRows(one, look)[0] ?? ''});
	return [
		{text: ''},
		{
			text: theme.paint(
				'quiet',
				`around it, all levels${statusWords(found, state)}`,
			),
		},
		...found.before.map((one) => row(one)),
		{...row(entry), isItself: true},
		...found.after.map((one) => row(one)),
	];
}

function statusWords({missing, isAtEnd}: Neighbours, {logs}: State): string {
	if (missing === undefined || isAtEnd) {
		return '';
	}

	const isFailed = logs.failedGaps.some(
		({from, to}) => from < missing.to && to > missing.from,
	);
	return isFailed || logs.connection.kind === 'offline'
		? ' · some may be missing'
		: ' · loading …';
}
