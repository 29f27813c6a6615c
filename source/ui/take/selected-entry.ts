import {type Entry} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {selectedItem} from '../../store/viewport.ts';

/** The entry on which keys act; nothing where a rule is selected, or nothing is there. */
export function selectedEntry({logs}: State): Entry | undefined {
	const item = selectedItem(logs);
	return item?.kind === 'entry'
		? logs.buffer.entry(logs.view.idAt(item.spot))
		: undefined;
}
