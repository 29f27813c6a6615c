import {type Store} from '../../store/create-store.ts';
import {type State} from '../../store/state.ts';
import {type Command, type ExploreCommand} from '../keys/binding.ts';
import {followLatest} from '../latest/latest-deployment.ts';
import {
	createKeyHandler,
	type KeyPress,
	type Pointing,
	type Rim,
} from '../keys/dispatch.ts';
import {type Setting, shownSetting} from '../look/setting.ts';
import {submitTime} from '../prompts/time-prompt.tsx';
import {type Outside} from '../take/contents.ts';
import {takeAway} from '../take/take-away.ts';
import {keyMap} from './key-map.ts';

export type Ending = {readonly kind: 'quit'} | ExploreCommand;

/** Turns keys into actions of the store; `ended` resolves when one asks to quit, or for another deployment, or when a newer one is to be followed. */
export function listenToKeys(
	store: Store,
	terminal: {
		readonly onKey: (handler: (press: KeyPress) => void) => void;
		readonly repaint: () => void;
		readonly suspend: () => void;
	},
	outside: Outside,
	setting: Setting,
	/** What the mouse does; nothing unless told. */
	point?: (state: State, pointing: Pointing) => readonly Command[],
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
