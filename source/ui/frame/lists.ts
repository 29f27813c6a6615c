import {type Action, isReaders, paceOf} from '../../store/action.ts';
import {type Store} from '../../store/create-store.ts';
import {type Command} from '../keys/binding.ts';
import {inside} from '../look/pane.tsx';
import {type Setting} from '../look/setting.ts';
import {contains, type Rectangle, type Surfaces} from '../look/surface.ts';
import {type Layout, type ViewKind} from '../view/view.ts';
import {type Snapshots} from './snapshots.ts';
import {views} from './views.ts';

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

/** In milliseconds: while a file is read its rows fly past, and to draw them takes longer than to read them. */
const loadingPace = 250;

const nowhere: Rectangle = {x: 0, y: 0, width: 0, height: 0};

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
		return [{kind, changesWith, rows, surface: surfaces.create(rows)}];
	});
	let drawnAt = Number.NEGATIVE_INFINITY;
	// Counts that grow are told as the title's are.
	const unsubscribe = snapshots.subscribeRested(() => {
		for (const {surface, changesWith} of lists) {
			if (changesWith === 'snapshots') {
				surface.invalidate();
			}
		}
	});
	return {
		place(layout) {
			for (const {kind, surface} of lists) {
				surface.place(placeOf(kind, layout));
			}
		},
		note(action) {
			const isUrgent = isReaders(action);
			// It changes nothing but the list of the logs and what stands around an entry.
			const isEntries = paceOf(action) === 'stream';
			if (action.kind === 'source-entries') {
				const now = performance.now();
				if (now - drawnAt < loadingPace) {
					return;
				}

				drawnAt = now;
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
