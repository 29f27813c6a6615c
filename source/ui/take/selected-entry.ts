import {type BuildEntry, type Entry} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {selectedItem} from '../../store/viewport.ts';
import {activePane} from '../active-pane.ts';
import {foundLines, selectedLine} from '../build-log/found-lines.ts';

/** The entry on which keys act; nothing where a rule is selected, or nothing is there. */
export function selectedEntry({logs}: State): Entry | undefined {
	const item = selectedItem(logs);
	return item?.kind === 'entry'
		? logs.buffer.entry(logs.view.idAt(item.spot))
		: undefined;
}

/** The same, or the selected line of the build log where that is the active pane. */
export function selectedLineOrEntry(
	state: State,
): Entry | BuildEntry | undefined {
	return activePane(state) === 'build'
		? foundLines(state)[selectedLine(state)]?.entry
		: selectedEntry(state);
}
