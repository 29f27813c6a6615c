import {v1Traits, createV1Feed} from '../../source/feeds/v1/v1.ts';
import {
	boundExpressions,
	boundYoungSpace,
} from '../../source/commands/bound-engine.ts';
import {createQuery} from '../../source/log/query.ts';
import {startSession} from '../../source/session/session.ts';
import {createMeasures} from '../../source/ui/app-logs/list-words.ts';
import {
	createState,
	createStore,
	type Store,
} from '../../source/store/create-store.ts';
import {
	createInkStdout,
	createInkOptions,
} from '../../source/terminal/screen/ink-stdout.ts';
import {pressOf, type KeyEvent} from '../../source/terminal/keys/key.ts';
import {createKeys, type KeyHandler} from '../../source/terminal/keys/input.ts';
import {Screen} from '../../source/terminal/screen/screen.ts';
import {startTimer} from '../../source/terminal/timer.ts';
import {createTimestamps} from '../../source/text/timestamp.ts';
import {type Setting} from '../../source/ui/look/setting.ts';
import {showUi} from '../../source/ui/app.tsx';
import {createTheme} from '../../source/ui/look/theme.ts';

export type Program = {
	readonly store: Store;
	/** Takes what a terminal would send. */
	readonly push: (chunk: Uint8Array | string) => void;
	readonly close: () => void;
};

export type ProgramOptions = {
	readonly apiUrl: string;
	readonly size?: {readonly columns: number; readonly rows: number};
	/** Takes a frame, and calls back when it is out. */
	readonly write: (bytes: string, written: () => void) => void;
	/** A key has been handled; what it changed is not yet written. */
	readonly onKeyHandled?: (event: KeyEvent) => void;
};

/** All of deplog, put together as `explore.tsx` does it, with a terminal of the benchmark's own. */
export function startProgram({
	apiUrl,
	size = {columns: 160, rows: 45},
	write,
	onKeyHandled,
}: ProgramOptions): Program {
	boundExpressions();
	boundYoungSpace();
	const timeZone = 'UTC';
	const deploymentId = 'storefront-7f3k2m';
	const setting: Setting = {
		deploymentId,
		isSimulated: false,
		invocation: {now: [], later: []},
		timestamps: createTimestamps(timeZone),
		timeZone,
		theme: createTheme({hasColors: true}),
		readTarget: () => undefined,
		now: () => Date.now() * 1000,
	};
	const store = createStore(
		createState({
			traits: v1Traits,
			query: createQuery(),
			limit: 1_000_000,
			measures: createMeasures(),
			...size,
		}),
	);
	const screen = new Screen({
		write,
		size: () => size,
		startTimer,
		now: () => performance.now(),
	});
	let handle: KeyHandler = () => false;
	const keys = createKeys({
		handle(event) {
			screen.noteKey();
			const mayGoOn = handle(event);
			onKeyHandled?.(event);
			return mayGoOn;
		},
		startTimer,
	});
	const ui = showUi(
		store,
		{
			createInk: (onFrame) => ({
				options: createInkOptions(createInkStdout({size: () => size, onFrame})),
				remove() {
					// The size never changes.
				},
			}),
			showGround(frame) {
				screen.showFrame(frame);
			},
			surfaces: {create: (source) => screen.create(source)},
			onKey(handler) {
				handle = (event) => handler(pressOf(event));
			},
			onResize: () => () => undefined,
			repaint() {
				screen.repaint();
			},
			suspend() {
				// There is no shell to go back to.
			},
		},
		{
			async copy() {
				return {words: 'nowhere', short: 'nowhere'};
			},
			async showBare() {
				// There is no other screen.
			},
			save: async (path) => ({kind: 'saved', path, count: 0}),
			async open() {
				// There is no pager.
			},
		},
		setting,
	);
	const session = startSession({
		store,
		feed: createV1Feed({apiUrl: new URL(apiUrl), deploymentId}),
	});
	return {
		store,
		push: keys.push,
		close() {
			session.stop();
			ui.close();
			screen.halt();
		},
	};
}
