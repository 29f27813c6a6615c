import {type State} from '../../store/state.ts';
import {chooseCell} from '../histogram/histogram-view.ts';
import {type Command} from '../keys/binding.ts';
import {type Pointing} from '../keys/dispatch.ts';
import {type Setting} from '../look/setting.ts';
import {contains, type Rectangle} from '../look/surface.ts';
import {boundKeys, keyedView} from './bound-keys.ts';
import {layoutOf} from './layout.ts';
import {type Lists} from './lists.ts';
import {views} from './views.ts';

/** Rows for each notch of the wheel. */
const wheelRows = 3;

/** What the mouse does: the wheel scrolls what is under the pointer, a click is for what was drawn there last. While a prompt or a picker is open, clicks elsewhere do nothing. */
export function createPointer(
	lists: Pick<Lists, 'at'>,
	setting: Setting,
): (state: State, pointing: Pointing) => readonly Command[] {
	return (state, pointing) => {
		const layout = layoutOf(state);
		if (layout.kind === 'too-small') {
			return [];
		}

		const {x, y} = pointing;
		const isOn = (place: Rectangle | undefined) =>
			place !== undefined && contains(place, x, y);
		const top = views[keyedView(state)];
		if (top.place === 'dock' && layout.dock !== undefined && isOn(layout.dock)) {
			const {dock} = layout;
			return (
				(pointing.kind === 'wheel'
					? top.pointer?.scroll(state, pointing.by, dock.height, setting)
					: top.pointer?.click(state, y - dock.y, dock.height, setting)) ?? []
			);
		}

		const list = lists.at(x, y, layout);
		if (pointing.kind === 'wheel') {
			const view = list === undefined ? undefined : views[list.kind];
			// What a prompt lies over would take its place.
			const mayScroll = top.place !== 'dock' || view?.place === 'pane';
			return view !== undefined && 'list' in view && mayScroll
				? (view.list?.scroll?.(
						state,
						pointing.by * wheelRows,
						list?.height ?? 1,
						setting,
					) ?? [])
				: [];
		}

		if (top.place === 'dock') {
			return [];
		}

		if (list !== undefined) {
			return list.click();
		}

		if (isOn(layout.histogram)) {
			return chooseCell(state, x, setting);
		}

		if (isOn(layout.firstError)) {
			const binding = boundKeys(views, state).find(({keys}) =>
				keys.includes('!'),
			);
			return binding === undefined ? [] : [{kind: 'perform', binding}];
		}

		const pane = (['deployment', 'build'] as const).find((one) =>
			isOn(layout[one]?.rectangle),
		);
		return pane === undefined ? [] : [{kind: 'focus', focus: pane}];
	};
}
