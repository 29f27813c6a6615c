import {vi} from 'vitest';
import {type Action} from '../../source/store/action.ts';
import {createStore, type Store} from '../../source/store/create-store.ts';
import {type State} from '../../source/store/state.ts';
import {createTimestamps} from '../../source/text/timestamp.ts';
import {type Setting} from '../../source/ui/look/setting.ts';
import {createTheme} from '../../source/ui/look/theme.ts';
import {type Outside} from '../../source/ui/take/contents.ts';
import {showUiOnScreen} from './ui-on-screen.ts';

/** The whole UI before a reader who presses keys, without a server: what it writes is for the test to show on a terminal. Time stands still unless the test lets it pass, so its timers must be vitest's. */
export type WholeUi = {
	readonly store: Store;
	/** Types bytes as a terminal sends them. */
	readonly press: (bytes: string) => Promise<void>;
	readonly dispatch: (action: Action) => Promise<void>;
	readonly resize: (columns: number, rows: number) => Promise<void>;
	/** What was written since the last time. */
	readonly take: () => string;
	/** What a screen writes that paints the same frame and the same lists from nothing. */
	readonly repainted: () => Promise<string>;
	readonly close: () => void;
};

export async function openWholeUi(
	first: State,
	{
		now,
		outside,
	}: {
		readonly now: () => number;
		/** Takes what keys give to others than the screen. */
		readonly outside?: Partial<Outside>;
	},
): Promise<WholeUi> {
	const store = createStore(first);
	const ui = showUiOnScreen(store, settingAt(now), outside);
	await settle();
	return {
		store,
		async press(bytes) {
			ui.type(bytes);
			// A prompt takes a key a turn.
			await settle(leastRounds + Math.ceil(bytes.length / turnsOfRound));
		},
		async dispatch(action) {
			store.dispatch(action);
			await settle();
		},
		async resize(columns, rows) {
			ui.resize(columns, rows);
			await settle();
		},
		take: ui.take,
		repainted: ui.repainted,
		close: ui.close,
	};
}

const leastRounds = 3;
const turnsOfRound = 4;

/** Lets all that is under way come to its end: keys that wait, frames that are due, the header that follows. */
async function settle(rounds = leastRounds) {
	for (let round = 0; round < rounds; round++) {
		for (let turn = 0; turn < turnsOfRound; turn++) {
			// eslint-disable-next-line no-await-in-loop -- One turn after the other.
			await new Promise((resolve) => {
				setImmediate(resolve);
			});
		}

		vi.advanceTimersByTime(400);
	}
}

/** What deplog would be started with, in UTC. */
export function settingAt(now: () => number): Setting {
	return {
		deploymentId: 'storefront-7f3k2m',
		isSimulated: true,
		invocation: {now: ['deplog'], later: ['deplog']},
		timestamps: createTimestamps('utc'),
		timeZone: 'utc',
		theme: createTheme({hasColors: true}),
		readTarget: (text) =>
			/^[\w\-]+$/v.test(text) ? {deploymentId: text} : undefined,
		now,
	};
}
