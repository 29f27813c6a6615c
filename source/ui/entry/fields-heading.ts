import {type State} from '../../store/state.ts';
import {viewport} from '../../store/list/viewport.ts';
import {cut} from '../../text/cut.ts';
import {type Setting} from '../look/setting.ts';
import {entriesInView, measureFields} from './field-cells.ts';
import {entryLook} from './entry-look.ts';
import {headWidthOf} from './entry-rows.ts';

/** The names of the fields that stand in columns, each above its own. */
export function fieldsHeading(
	state: State,
	setting: Setting,
	width: number,
): string {
	// The rows may be drawn after it.
	measureFields(state.screen, entriesInView(state.logs, viewport(state.logs)));
	const look = entryLook(state, setting, width);
	const {fields, time} = look;
	if (fields === undefined) {
		return setting.theme.paint(
			'quiet',
			cut(' There is no room for the columns that are chosen.', width),
		);
	}

	const before = 1 + headWidthOf(time(0), look) - fields.width;
	return setting.theme.paint(
		'quiet',
		cut(`${' '.repeat(before)}${fields.heading}message`, width),
	);
}
