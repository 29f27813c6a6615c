import {type Action, isReaders, paceOf} from '../../store/action.ts';
import {type Store} from '../../store/create-store.ts';
import {rangePaging} from '../../store/missing.ts';
import {type State} from '../../store/state.ts';
import {type Command} from '../keys/binding.ts';
import {inside} from '../look/pane.tsx';
import {type Setting, shownSetting} from '../look/setting.ts';
import {contains, type Rectangle, type Surfaces} from '../look/surface.ts';
import {
	type Layout,
	type ViewKind,
	type Snapshot,
	type Title,
} from '../view/view.ts';
import {newWords} from '../app-logs/list-words.ts';
import {fieldsHeading} from '../entry/entry-rows.ts';
import {histogramRow} from '../histogram/histogram-line.ts';
import {ruleLine} from '../look/line.ts';
import {firstErrorLine} from '../entry/first-error.ts';
import {type Snapshots} from './snapshots.ts';
import {views} from './views.ts';
import {headerLine} from './header-line.ts';
import {footerLine} from './footer-line.ts';

/** Registers the lists of the views as surfaces, and has them painted when what they show has changed. */
export function createLists(
	{get}: Pick<Store, 'get'>,
	snapshots: Snapshots,
	setting: Setting,
	surfaces: Surfaces,
): Lists {
	const source = {get, snapshot: snapshots.get, setting};
	const lists = kinds.flatMap((kind) => {
		const view = views[kind];
		if (!('list' in view) || view.list === undefined) {
			return [];
		}

		const {changesWith} = view.list;
		const rows = view.list.createRows(source);
		return [{kind, changesWith, rows, surface: surfaces.create(rows, kind)}];
	});
	const isLoading = () =>
		get().logs.source?.isKnown === false && get().logs.buffer.count > 0;
	/** Whether rows of a file that is read were drawn. */
	let areFlying = false;
	// Counts that grow are told as the title's are. While a file is read its rows are, too: they fly past, and to draw them takes longer than to read them.
	const unsubscribe = snapshots.subscribeRested(() => {
		for (const {surface, changesWith} of lists) {
			if (changesWith === 'snapshots' || areFlying) {
				surface.invalidate();
			}
		}

		areFlying &&= isLoading();
	});
	return {
		place(layout) {
			for (const {kind, surface} of lists) {
				surface.place(placeOf(kind, layout));
			}
		},
		note(action) {
			const isUrgent = isReaders(action) || isAwaited(action, get());
			// It changes nothing but the list of the logs and what stands around an entry.
			const isEntries = paceOf(action) === 'stream';
			if (isEntries || action.kind === 'source-told') {
				// Only the first ones are drawn at once.
				const isNext = areFlying;
				areFlying = isLoading();
				if (isNext && areFlying) {
					return;
				}
			}

			for (const {surface, changesWith} of lists) {
				if (
					changesWith === 'entries' ||
					(changesWith === 'keys' && !isEntries)
				) {
					surface.invalidate({isUrgent});
				}
			}
		},
		at(x, y, layout) {
			const found = lists.find(({kind}) =>
				contains(placeOf(kind, layout), x, y),
			);
			if (found === undefined) {
				return undefined;
			}

			const {kind, rows} = found;
			const place = placeOf(kind, layout);
			const row = y - place.y;
			return {
				kind,
				row,
				height: place.height,
				click: () => rows.click?.(row) ?? [],
			};
		},
		remove() {
			unsubscribe();
			for (const {surface} of lists) {
				surface.remove();
			}
		},
	};
}

/** The lists that are painted past React. */
export type Lists = {
	readonly place: (layout: Layout) => void;
	/** Something has happened: their rows may be others. */
	readonly note: (action: Action) => void;
	/** The list that is drawn at a cell of the screen, and on which of its rows that is. */
	readonly at: (x: number, y: number, layout: Layout) => ListAt | undefined;
	readonly remove: () => void;
};

type ListAt = {
	readonly kind: ViewKind;
	/** From 0. */
	readonly row: number;
	readonly height: number;
	/** What a click there does. */
	readonly click: () => readonly Command[];
};

const nowhere: Rectangle = {x: 0, y: 0, width: 0, height: 0};

/** Whether a page has come that the reader waits for: not one of those that follow each other through a whole range. */
function isAwaited(action: Action, {logs}: State): boolean {
	return action.kind === 'page-landed' && rangePaging(logs) !== 'going';
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- The registry has just these names.
const kinds = Object.keys(views) as readonly ViewKind[];

function placeOf(kind: ViewKind, layout: Layout): Rectangle {
	if (layout.kind === 'too-small') {
		return nowhere;
	}

	const {main, build, detail} = layout;
	if (kind === 'detail') {
		return detail ?? nowhere;
	}

	if (main.kind === kind) {
		return main.list;
	}

	return kind === 'build' && build?.isFolded === false
		? inside(build.rectangle)
		: nowhere;
}

/** The single lines that change all the time, and so are painted past React: header, the first error, the rule above the list, the names of columns, histogram, footer. */
type Lines = {
	readonly place: (layout: Layout) => void;
	readonly remove: () => void;
};

/** Registers the lines as surfaces, and puts them where the layout has them. */
export function createLines(
	snapshots: Snapshots,
	setting: Setting,
	surfaces: Surfaces,
): Lines {
	const create = (
		line: (snapshot: Snapshot, setting: Setting, width: number) => string,
	) =>
		surfaces.create({
			row(_, width) {
				const snapshot = snapshots.get();
				return line(snapshot, shownSetting(setting, snapshot.state), width);
			},
		});
	const header = create(({state, now}, shown, width) =>
		headerLine(state, shown, now, width),
	);
	const rule = create((snapshot, shown, width) =>
		ruleLine(titleOf(snapshot, shown), width, shown.theme),
	);
	const footer = create(({state}, shown, width) =>
		footerLine(state, shown, width),
	);
	const firstError = create(({state}, shown, width) =>
		firstErrorLine(state, shown, width),
	);
	const heading = create(({state}, shown, width) =>
		fieldsHeading(state, shown, width),
	);
	const histogram = surfaces.create({
		row(index, width) {
			const snapshot = snapshots.get();
			const {state} = snapshot;
			const shown = shownSetting(setting, state);
			return histogramRow(snapshot, shown, {
				index,
				right: index > 0 ? '' : shown.theme.paint('strong', newWords(state)),
				width,
			});
		},
	});
	const all = [header, firstError, rule, heading, histogram, footer];
	const unsubscribe = snapshots.subscribeRested(() => {
		for (const surface of all) {
			surface.invalidate();
		}
	});
	return {
		place(layout) {
			const isShown = layout.kind === 'panes';
			header.place(isShown ? layout.header : nowhere);
			firstError.place((isShown ? layout.firstError : undefined) ?? nowhere);
			rule.place(
				isShown && layout.main.kind !== 'detail' ? layout.main.rule : nowhere,
			);
			heading.place((isShown ? layout.main.heading : undefined) ?? nowhere);
			histogram.place((isShown ? layout.histogram : undefined) ?? nowhere);
			footer.place(isShown ? layout.footer : nowhere);
		},
		remove() {
			unsubscribe();
			for (const surface of all) {
				surface.remove();
			}
		},
	};
}

/** What the rule above the list says. */
function titleOf(snapshot: Snapshot, setting: Setting): Title {
	const {layout} = snapshot;
	const view = views[layout.kind === 'panes' ? layout.main.kind : 'logs'];
	return 'title' in view ? view.title(snapshot, setting) : {left: ''};
}
