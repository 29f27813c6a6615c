import {type Store} from '../../store/create-store.ts';
import {type State} from '../../store/state.ts';
import {type Command, type ExploreCommand} from '../keys/binding.ts';
import {followLatest} from '../latest/latest-deployment.ts';
import {
	createKeyHandler,
	type PressHandler,
	type Pointing,
	type Rim,
} from '../keys/dispatch.ts';
import {type Setting, shownSetting} from '../look/setting.ts';
import {submitTime} from '../prompts/time-prompt.tsx';
import {type Outside} from '../take/contents.ts';
import {takeAway} from '../take/take-away.ts';
import {chooseCell} from '../histogram/histogram-view.ts';
import {contains, type Rectangle} from '../look/surface.ts';
import {type Layout, type View} from '../view/view.ts';
import {keyMap} from './key-map.ts';
import {boundKeys, keyedView, views} from './views.ts';
import {layoutOf} from './layout.ts';
import {type Lists} from './surfaces.ts';

/** Turns keys into actions of the store; `ended` resolves when one asks to quit, or for another deployment, or when a newer one is to be followed. */
export function listenToKeys(
	store: Store,
	{
		terminal,
		outside,
		setting,
		point,
	}: {
		readonly terminal: {
			readonly onKey: (handler: PressHandler) => void;
			readonly repaint: () => void;
			readonly suspend: () => void;
		};
		readonly outside: Outside;
		readonly setting: Setting;
		/** What the mouse does; nothing unless told. */
		readonly point?: (state: State, pointing: Pointing) => readonly Command[];
	},
): {readonly ended: Promise<Ending>; readonly stop: () => void} {
	let stop = () => undefined as void;
	const ended = new Promise<Ending>((resolve) => {
		const rim: Rim = {
			quit() {
				resolve({kind: 'quit'});
			},
			explore: resolve,
			suspend: terminal.suspend,
			repaint: terminal.repaint,
			submitTime(words) {
				void submitTime(words, store, setting);
			},
			takeAway(command) {
				void takeAway(command, {
					store,
					outside,
					setting: shownSetting(setting, store.get()),
				});
			},
		};
		stop = followLatest(store, rim.explore);
		terminal.onKey(
			createKeyHandler(store, rim, {
				keyMap,
				setting,
				...(point !== undefined && {point}),
			}),
		);
	});
	return {
		ended,
		stop() {
			stop();
		},
	};
}

export type Ending = {readonly kind: 'quit'} | ExploreCommand;

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
