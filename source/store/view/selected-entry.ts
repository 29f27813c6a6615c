import {type Entry} from '../../log/entry.ts';
import {heldEntry} from '../buffer/held-id.ts';
import {type Logs} from '../logs.ts';
import {selectedItem} from './viewport.ts';

/** The entry on the selected row. */
export function selectedEntry(logs: Logs): Entry | undefined {
	const {selection, buffer, view} = logs;
	if (selection.kind === 'awaited') {
		return selection.entry;
	}

	const item = selectedItem(logs);
	return item?.kind === 'entry'
		? heldEntry(buffer, view.idAt(item.spot))
		: undefined;
}
