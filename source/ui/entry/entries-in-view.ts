import {type Entry} from '../../log/entry.ts';
import {type Logs} from '../../store/logs.ts';
import {type Viewport} from '../../store/view/viewport.ts';

/** The entries that are on the screen. */
export function* entriesInView(
	{buffer, view}: Logs,
	{items}: Viewport,
): Generator<Entry, void> {
	for (const item of items) {
		const entry =
			item.kind === 'entry' ? buffer.entry(view.idAt(item.spot)) : undefined;
		if (entry !== undefined) {
			yield entry;
		}
	}
}
