import {type Store} from '../../source/store/create-store.ts';
import {startSlices} from '../../source/session/session.ts';
import {
	createInkOptions,
	createInkStdout,
	type InkStdout,
} from '../../source/terminal/screen/ink-stdout.ts';
import {pressOf} from '../../source/terminal/keys/key.ts';
import {createKeys} from '../../source/terminal/keys/input.ts';
import {Screen} from '../../source/terminal/screen/screen.ts';
import {startTimer} from '../../source/terminal/timer.ts';
import {type Setting} from '../../source/ui/look/setting.ts';
import {type PressHandler} from '../../source/ui/keys/dispatch.ts';
import {type CreateInk} from '../../source/ui/frame/show-dock.tsx';
import {showUi} from '../../source/ui/app.tsx';
import {type Rectangle, type RowSource} from '../../source/ui/look/surface.ts';
import {type Outside} from '../../source/ui/take/contents.ts';

export type UiOnScreen = {
	/** Types bytes as a terminal sends them. */
	readonly type: (bytes: string) => void;
	readonly resize: (columns: number, rows: number) => void;
	/** What was written since the last time. */
	readonly take: () => string;
	/** What a screen writes that paints the same frame and the same lists from nothing. */
	readonly repainted: () => Promise<string>;
	readonly close: () => void;
};

type Placed = {readonly source: RowSource; rectangle: Rectangle};

const nowhere: Rectangle = {x: 0, y: 0, width: 0, height: 0};

/** The UI of a store on a screen that is written to a string, and its long work. */
export function showUiOnScreen(
	store: Store,
	setting: Setting,
	outside: Partial<Outside> = {},
): UiOnScreen {
	const {columns, rows} = store.get().screen;
	const size = {columns, rows};
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
	let handler: PressHandler = () => false;
	const keys = createKeys({
		handle(event) {
			screen.noteKey();
			return handler(pressOf(event));
		},
		startTimer,
		hasMouse: true,
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
			...outside,
		},
		setting,
	);
	const slices = startSlices(store);
	return {
		type(bytes) {
			keys.push(bytes);
		},
		resize(newColumns, newRows) {
			size.columns = newColumns;
			size.rows = newRows;
			for (const ink of inks) {
				ink.resize();
			}

			onSize(size);
			screen.repaint();
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
