import {type Entry} from '../../log/entry.ts';
import {selectedEntry as selectedEntryOf} from '../../store/view/viewport.ts';
import {type State} from '../../store/state.ts';

/** The entry on which keys act: the one that is shown in full, else the selected one; nothing where a rule is selected, or nothing is there. */
export function selectedEntry({logs, screen}: State): Entry | undefined {
	return screen.detail?.subject.kind === 'entry'
		? screen.detail.subject.entry
		: selectedEntryOf(logs);
}
