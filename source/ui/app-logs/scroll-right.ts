import {type State} from '../../store/state.ts';
import {viewport} from '../../store/view/viewport.ts';
import {activePane} from '../build-log/active-pane.ts';
import {buildGoesOnRight} from '../build-log/build-rows.ts';
import {entryLook} from '../entry/entry-look.ts';
import {entryGoesOnRight} from '../entry/entry-rows.ts';
import {type Command, say} from '../keys/binding.ts';
import {type Setting} from '../look/setting.ts';

/** Scrolls sideways as long as a row in view goes on at the right. */
export function scrollRight(
	state: State,
	setting: Setting,
	height: number,
): Command[] {
	if (state.screen.isWrapped) {
		return say('Rows are wrapped, so nothing is cut; v unwraps them.');
	}

	const goesOn =
		activePane(state) === 'build'
			? buildGoesOnRight(state, height)
			: logsGoOnRight(state, setting);
	return goesOn
		? [{kind: 'shift', by: 1}]
		: say('The longest row in view ends here; left goes back.');
}

function logsGoOnRight(state: State, setting: Setting): boolean {
	const {logs, screen} = state;
	const look = entryLook(state, setting, screen.columns);
	return viewport(logs).items.some((item) => {
		const entry =
			item.kind === 'entry'
				? logs.buffer.entry(logs.view.idAt(item.spot))
				: undefined;
		return entry !== undefined && entryGoesOnRight(entry, look);
	});
}
