import {type State} from '../../store/state.ts';
import {chooseCell} from '../histogram/histogram-view.ts';
import {type Command} from '../keys/binding.ts';
import {type Pointing} from '../keys/dispatch.ts';
import {type Setting} from '../look/setting.ts';
import {contains, type Rectangle} from '../look/surface.ts';
import {type Layout, type View} from '../view/view.ts';
import {boundKeys, keyedView, views} from './views.ts';
import {layoutOf} from './layout.ts';
import {type Lists} from './surfaces.ts';

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
		const top = views[keyedView(state)];
		const {dock} = layout;
		if (top.place === 'dock' && dock !== undefined && contains(dock, x, y)) {
			return (
				(pointing.kind === 'wheel'
					? top.pointer?.scroll(state, pointing.by, dock.height, setting)
					: top.pointer?.click(state, y - dock.y, dock.height, setting)) ?? []
			);
		}

		const list = lists.at(x, y, layout);
		if (pointing.kind === 'wheel') {
			return scroll(list, top, {state, by: pointing.by * wheelRows, setting});
		}

		if (top.place === 'dock') {
			return [];
		}

		return list === undefined
			? clickPlace(state, layout, pointing, setting)
			: list.click();
	};
}

/** Rows for each notch of the wheel. */
const wheelRows = 3;

/** The wheel over a list. */
function scroll(
	list: ReturnType<Lists['at']>,
	top: View,
	{
		state,
		by,
		setting,
	}: {
		readonly state: State;
		readonly by: number;
		readonly setting: Setting;
	},
): readonly Command[] {
	const view = list === undefined ? undefined : views[list.kind];
	// What a prompt lies over would take its place.
	const mayScroll = top.place !== 'dock' || view?.place === 'pane';
	return view !== undefined && 'list' in view && mayScroll
		? (view.list?.scroll?.(state, by, list?.height ?? 1, setting) ?? [])
		: [];
}

/** A click on what is no list. */
function clickPlace(
	state: State,
	layout: Exclude<Layout, {kind: 'too-small'}>,
	{x, y}: Pointing,
	setting: Setting,
): readonly Command[] {
	const isOn = (place: Rectangle | undefined) =>
		place !== undefined && contains(place, x, y);
	if (isOn(layout.histogram)) {
		return chooseCell(state, x, setting);
	}

	if (isOn(layout.firstError)) {
		const binding = boundKeys(state).find(({keys}) => keys.includes('!'));
		return binding === undefined ? [] : [{kind: 'perform', binding}];
	}

	const pane = (['deployment', 'build'] as const).find((one) =>
		isOn(layout[one]?.rectangle),
	);
	return pane === undefined ? [] : [{kind: 'focus', focus: pane}];
}
