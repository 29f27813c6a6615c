import {omitKnown} from '../../base/omit-known.ts';
import {type Store} from '../../store/create-store.ts';
import {isFollowing} from '../../store/list/viewport.ts';
import {type Micros} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {plainText} from '../../text/sanitize.ts';
import {type Ending, listenToKeys} from '../frame/listen.ts';
import {createLists} from '../frame/surfaces.ts';
import {type CreateInk, showDock} from '../frame/show-dock.tsx';
import {createSnapshots} from '../frame/snapshots.ts';
import {loadFuzzySearch} from '../look/fuzzy-search.ts';
import {type PressHandler} from '../keys/dispatch.ts';
import {type Setting} from '../look/setting.ts';
import {
	type Rectangle,
	type RowSource,
	type Surfaces,
} from '../look/surface.ts';
import {type Outside} from '../take/contents.ts';
import {stateWord} from '../frame/state-word.ts';
import {keyedView, views} from '../frame/views.ts';
import {
	deploymentFields,
	deploymentLines,
	selectedField,
} from '../deployment/deployment-lines.ts';
import {histogramRow} from '../histogram/histogram-line.ts';
import {activePane} from '../view/view.ts';
import {shownVerdict} from '../look/verdict.ts';
import {
	capitalize,
	filterWords,
	refinementsWords,
	rangeWords,
} from '../look/words.ts';

/** Shows a store as lines below each other, for screen readers and bad lines: what is new is said once, in words. The same views and keys as on the screen, without their places on it. */
export function showLinear(
	store: Store,
	terminal: LinearTerminal,
	outside: Outside,
	setting: Setting,
): {readonly ended: Promise<Ending>; readonly close: () => void} {
	const snapshots = createSnapshots(store, setting.now);
	/** What has the keys, and is no list. */
	const other = createSurface(
		{row: (index) => rowsOfOthers(store.get(), setting)[index] ?? ''},
		'',
	);
	const all = new Set([other]);
	let said: ReadonlyMap<string, string> = new Map();
	let isRepeating = false;
	let lastCount = store.get().logs.view.count().count;
	let timer: NodeJS.Timeout | undefined;

	const tell = () => {
		timer = undefined;
		const lines: string[] = [];
		const status = statusWords(store.get(), setting, setting.now());
		for (const [part, words] of status) {
			if (words !== '' && words !== said.get(part)) {
				lines.push(words);
			}
		}

		said = status;
		other.rectangle = {
			...other.rectangle,
			height: rowsOfOthers(store.get(), setting).length,
		};
		for (const surface of all) {
			lines.push(...tellSurface(surface));
		}

		isRepeating = false;
		if (lines.length > 0) {
			terminal.write(`${lines.join('\r\n')}\r\n`);
		}
	};

	const tellSurface = (surface: LinearSurface): readonly string[] => {
		const {width, height} = surface.rectangle;
		if (height === 0) {
			surface.selected = '';
			// The panes stay below what covers them; all else is opened anew.
			surface.told = isPane(surface.kind) ? surface.told : [];
			return [];
		}

		const drawn = Array.from({length: height}, (_, index) =>
			surface.source.row(index, width, height),
		);
		const rows = drawn.map((row) => readableRow(row));
		const before = isRepeating ? [] : surface.told;
		// What a prompt or an entry covers for a while is not news when that is closed.
		surface.isCut =
			isCovered(store.get()) || (surface.isCut && height === surface.height);
		surface.height = height;
		surface.told = surface.isCut
			? [...rows, ...before].slice(0, mostTold)
			: rows;
		const news = omitKnown(rows, before, (row) => row).filter(
			(row) => row !== '',
		);
		const chosen = drawn.find((row) => isSelectedRow(row));
		const mark = chosen === undefined ? '' : readableRow(chosen);
		const {logs} = store.get();
		const isMoved = mark !== '' && mark !== surface.selected;
		surface.selected = mark === '' ? surface.selected : mark;
		const isFollowed = surface.kind === 'logs' && isFollowing(logs);
		const count = surface.kind === 'logs' ? logs.view.count().count : lastCount;
		const more =
			news.length > 0 && isFollowed ? count - lastCount - news.length : 0;
		lastCount = count;
		return [
			...(more > 0 && before.length > 0 ? [`(${more} entries before)`] : []),
			...news,
			...(isMoved && !isFollowed ? [`Selected: ${mark}`] : []),
		];
	};

	let hasEnded = false;
	const note = (delay: number) => {
		if (!hasEnded) {
			timer ??= setTimeout(tell, delay);
		}
	};

	const surfaces: Surfaces = {
		create(source, kind = '') {
			const surface = createSurface(source, kind);
			all.add(surface);
			return {
				place(rectangle) {
					surface.rectangle = rectangle;
					note(restDelay);
				},
				invalidate() {
					note(
						store.get().screen.mode.kind === 'list' ? restDelay : typingDelay,
					);
				},
				placeCursor() {
					// There is none.
				},
				remove() {
					all.delete(surface);
				},
			};
		},
	};
	const lists = createLists(store, snapshots, setting, surfaces);
	const dock = showDock(snapshots, setting, {
		surfaces,
		createInk: terminal.createInk,
	});
	const place = () => {
		const {layout} = snapshots.get();
		lists.place(layout);
		dock.place(layout);
	};

	const stopPlacing = snapshots.subscribeRested(place);
	const unsubscribe = store.subscribe((action) => {
		lists.note(action);
		if (action.kind === 'mode') {
			void loadFuzzySearch();
		}

		note(restDelay);
	});
	place();
	const {ended, stop} = listenToKeys(store, {
		terminal: {
			onKey: terminal.onKey,
			suspend: terminal.suspend,
			repaint() {
				isRepeating = true;
				said = new Map();
				note(0);
			},
		},
		outside,
		setting,
	});
	const end = () => {
		if (!hasEnded) {
			hasEnded = true;
			clearTimeout(timer);
			tell();
		}
	};

	// The last words come after that.
	void ended.then(end);
	return {
		ended,
		close() {
			stop();
			end();
			unsubscribe();
			stopPlacing();
			snapshots.stop();
			lists.remove();
			dock.remove();
		},
	};
}

/** What the linear UI needs of a terminal: it writes below what it has written, and moves no cursor. */
type LinearTerminal = {
	readonly createInk: CreateInk;
	readonly write: (text: string) => void;
	readonly onKey: (handler: PressHandler) => void;
	readonly suspend: () => void;
};

/** In milliseconds: what happens within that is told together, and what is typed when it rests. */
const restDelay = 60;
const typingDelay = 400;

/** So many rows that were told are known while some of them are covered. */
const mostTold = 400;

type LinearSurface = {
	readonly source: RowSource;
	readonly kind: string;
	rectangle: Rectangle;
	/** How many rows it had when it was told last, and whether others are covered. */
	height: number;
	isCut: boolean;
	/** Its rows as they were told last, and the selected one. */
	told: readonly string[];
	selected: string;
};

function createSurface(source: RowSource, kind: string): LinearSurface {
	return {
		source,
		kind,
		rectangle: {x: 0, y: 0, width: 0, height: 0},
		height: 0,
		isCut: false,
		told: [],
		selected: '',
	};
}

function isPane(kind: string): boolean {
	return kind === 'logs' || kind === 'build';
}

/** Whether something is open that takes rows of the lists. */
function isCovered(state: State): boolean {
	return (
		state.screen.detail !== undefined ||
		views[keyedView(state)].place === 'dock'
	);
}

/** The histogram, or what is known of the deployment, while it has the keys. */
function rowsOfOthers(state: State, setting: Setting): readonly string[] {
	const kind = keyedView(state);
	if (kind === 'histogram') {
		return [0, 1].map((index) =>
			histogramRow({state, now: setting.now()}, setting, {
				index,
				right: '',
				width: leastWidth,
			}).replaceAll('·', ' '),
		);
	}

	if (kind !== 'deployment') {
		return [];
	}

	const fields = deploymentFields(state, setting);
	return fields.length === 0
		? deploymentLines(state, setting, {width: leastWidth, height: 8})
		: fields.map(
				({name, value}, index) =>
					`${index === selectedField(state) ? '▌' : ' '}${name}: ${value}`,
			);
}

const leastWidth = 80;

/** What there is to say of the state, by its part; a part is said when its words have changed. */
export function statusWords(
	state: State,
	{timestamps}: Setting,
	now: Micros,
): ReadonlyMap<string, string> {
	const {logs, screen} = state;
	const {words, duration} = shownVerdict(state);
	const {query} = logs;
	return new Map([
		[
			'deployment',
			`${capitalize(logs.traits.words.deployment)}: ${[withoutSign(words), duration].filter(Boolean).join(', ')}`,
		],
		[
			'logs',
			`Logs: ${[
				withoutSign(stateWord(logs, now).word).toLowerCase(),
				...(logs.connection.kind === 'none'
					? []
					: [isFollowing(logs) ? 'following' : 'held']),
			].join(', ')}`,
		],
		[
			'query',
			`Shown: ${
				[
					filterWords(query.filter),
					refinementsWords(query),
					rangeWords(query.range, timestamps),
				]
					.filter((word) => word !== '')
					.join(', ') || 'all'
			}`,
		],
		['view', `In the ${placeWords(state)}`],
		['notice', screen.notice ?? ''],
	]);
}

/** Where the keys act; prompts and pickers say themselves what they are. */
function placeWords(state: State): string {
	const kind = keyedView(state);
	const {place, where} = views[kind];
	const pane = activePane(state);
	const below = state.screen.detail === undefined ? pane : 'detail';
	const shown = place === 'dock' ? below : kind;
	return shown === 'build'
		? 'build log'
		: shown === 'deployment'
			? state.logs.traits.words.deployment
			: (views[shown].where ?? where ?? shown).replace(/^in the /v, '');
}

function withoutSign(words: string): string {
	return words.replace(/^[^\p{L}]+/v, '');
}

/** A row of the screen as a line to be read: no colors, no lines of boxes. */
export function readableRow(row: string): string {
	return plainText(row)
		.replaceAll(/[\u2500-\u257F\u2580-\u259F]+/gv, ' ')
		.replaceAll(/ {2,}/gv, '  ')
		.trim();
}

/** Whether the row of the screen is the selected one. */
export function isSelectedRow(row: string): boolean {
	return /^[▌◆]/v.test(plainText(row));
}
