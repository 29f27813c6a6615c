import {vi} from 'vitest';
import {type Action} from '../../source/store/action.ts';
import {createStore, type Store} from '../../source/store/create-store.ts';
import {type State} from '../../source/store/state.ts';
import {startSlices} from '../../source/session/slices.ts';
import {createInkOptions} from '../../source/terminal/screen/ink-options.ts';
import {
	createInkStdout,
	type InkStdout,
} from '../../source/terminal/screen/ink-stdout.ts';
import {pressOf} from '../../source/terminal/keys/key.ts';
import {createKeys} from '../../source/terminal/keys/keys.ts';
import {Screen} from '../../source/terminal/screen/screen.ts';
import {startTimer} from '../../source/terminal/timer.ts';
import {createTimestamps} from '../../source/text/timestamp.ts';
import {type Setting} from '../../source/ui/look/setting.ts';
import {type KeyPress} from '../../source/ui/keys/dispatch.ts';
import {type CreateInk} from '../../source/ui/frame/show-dock.tsx';
import {showUi} from '../../source/ui/show-ui.tsx';
import {type Rectangle, type RowSource} from '../../source/ui/look/surface.ts';
import {createTheme} from '../../source/ui/look/theme.ts';

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

type Placed = {readonly source: RowSource; rectangle: Rectangle};

const nowhere: Rectangle = {x: 0, y: 0, width: 0, height: 0};

export async function openWholeUi(
	first: State,
	{now}: {readonly now: () => number},
): Promise<WholeUi> {
	const size = {columns: first.screen.columns, rows: first.screen.rows};
	const store = createStore(first);
	let written = '';
	let frame = '';
	const placed = new Set<Placed>();
	const screen = new Screen({
		write(bytes, done) {
			written += bytes;
			done();
		},
		size: () => size,
		startTimer,
		now: () => performance.now(),
	});
	let handler: (press: KeyPress) => void = () => undefined;
	const keys = createKeys({
		handle(event) {
			screen.noteKey();
			handler(pressOf(event));
		},
		startTimer,
	});
	const inks = new Set<InkStdout>();
	const createInk: CreateInk = (onFrame) => {
		const ink = createInkStdout({size: () => size, onFrame});
		inks.add(ink);
		return {
			options: createInkOptions(ink),
			remove() {
				inks.delete(ink);
			},
		};
	};

	let onSize: (size: {columns: number; rows: number}) => void = () => {
		/* Nobody listens yet. */
	};

	const ui = showUi(
		store,
		{
			createInk,
			showGround(newFrame) {
				frame = newFrame;
				screen.showFrame(newFrame);
			},
			surfaces: {
				create(source) {
					const surface = screen.create(source);
					const one = {source, rectangle: nowhere};
					placed.add(one);
					return {
						place(rectangle) {
							one.rectangle = rectangle;
							surface.place(rectangle);
						},
						invalidate(options) {
							surface.invalidate(options);
						},
						placeCursor(cursor) {
							surface.placeCursor(cursor);
						},
						remove() {
							placed.delete(one);
							surface.remove();
						},
					};
				},
			},
			onKey(newHandler) {
				handler = newHandler;
			},
			onResize(listener) {
				onSize = listener;
				return () => {
					/* It ends with the test. */
				};
			},
			repaint() {
				screen.repaint();
			},
			suspend() {
				screen.repaint();
			},
		},
		{
			copy: async () => ({words: 'on the clipboard', short: 'clipboard'}),
			async showBare() {
				screen.repaint();
			},
			save: async (path) => ({kind: 'saved', path, count: 1}),
			async open() {
				screen.repaint();
			},
		},
		settingAt(now),
	);
	const slices = startSlices(store);
	await settle();
	return {
		store,
		async press(bytes) {
			keys.push(bytes);
			// A prompt takes a key a turn.
			await settle(leastRounds + Math.ceil(bytes.length / turnsOfRound));
		},
		async dispatch(action) {
			store.dispatch(action);
			await settle();
		},
		async resize(columns, rows) {
			size.columns = columns;
			size.rows = rows;
			for (const ink of inks) {
				ink.resize();
			}

			onSize(size);
			screen.repaint();
			await settle();
		},
		take() {
			const taken = written;
			written = '';
			return taken;
		},
		repainted: async () => paintAnew(size, frame, placed),
		close() {
			slices.stop();
			ui.close();
		},
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

async function paintAnew(
	size: {readonly columns: number; readonly rows: number},
	frame: string,
	placed: Iterable<Placed>,
): Promise<string> {
	let written = '';
	const screen = new Screen({
		write(bytes, done) {
			written += bytes;
			done();
		},
		size: () => size,
		startTimer: () => () => {
			/* All is urgent. */
		},
		now: () => 0,
	});
	screen.noteKey();
	screen.showFrame(frame);
	for (const {source, rectangle} of placed) {
		screen.create(source).place(rectangle);
	}

	await new Promise<void>((resolve) => {
		queueMicrotask(resolve);
	});
	return written;
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
		now,
	};
}
