import {type Action} from '../../store/action.ts';
import {type Store} from '../../store/create-store.ts';
import {createLogRows} from '../app-logs/log-rows.ts';
import {createBuildRows} from '../build-log/build-rows.ts';
import {createDetailRows} from '../detail/detail-rows.ts';
import {createHelpRows} from '../help/help-rows.ts';
import {createPatternRows} from '../patterns/pattern-rows.ts';
import {type Layout} from './layout.ts';
import {inside} from '../look/pane.tsx';
import {type Setting} from '../look/setting.ts';
import {type Snapshots} from './snapshots.ts';
import {type Rectangle, type Surface, type Surfaces} from '../look/surface.ts';

/** The lists that are painted past React. */
export type Lists = {
	readonly place: (layout: Layout) => void;
	/** Something has happened: their rows may be others. */
	readonly note: (action: Action) => void;
	readonly remove: () => void;
};

const nowhere: Rectangle = {x: 0, y: 0, width: 0, height: 0};

export function createLists(
	store: Store,
	snapshots: Snapshots,
	setting: Setting,
	surfaces: Surfaces,
): Lists {
	let buildHeight = 0;
	const logs = surfaces.create(createLogRows(store, setting));
	const build = surfaces.create(
		createBuildRows(store, setting, () => buildHeight),
	);
	const help = surfaces.create(createHelpRows(store, setting));
	const detail = surfaces.create(createDetailRows(store, setting));
	const patterns = surfaces.create(createPatternRows(snapshots, setting));
	const all: readonly Surface[] = [logs, build, help, detail];
	// Counts that grow are told as the title's are.
	const unsubscribe = snapshots.subscribeRested(() => {
		patterns.invalidate();
	});
	return {
		place(layout) {
			const rectangles = rectanglesOf(layout);
			buildHeight = rectangles.build.height;
			logs.place(rectangles.logs);
			build.place(rectangles.build);
			help.place(rectangles.help);
			patterns.place(rectangles.patterns);
			detail.place(rectangles.detail);
		},
		note(action) {
			const isUrgent = !streaming.has(action.kind);
			for (const surface of ofLogs.has(action.kind) ? [logs, detail] : all) {
				surface.invalidate({isUrgent});
			}
		},
		remove() {
			unsubscribe();
			for (const surface of [...all, patterns]) {
				surface.remove();
			}
		},
	};
}

/** What changes nothing but the list of the logs and what stands around an entry, hundreds of times a second. */
const ofLogs: ReadonlySet<Action['kind']> = new Set(['live-entries', 'worked']);

/** What comes by itself is shown at the screen's pace. */
const streaming: ReadonlySet<Action['kind']> = new Set([
	'live-entries',
	'page-landed',
	'build-lines',
	'details-loaded',
	'clock-told',
	'worked',
	'live-quiet',
]);

function rectanglesOf(layout: Layout) {
	const placed = {
		logs: nowhere,
		build: nowhere,
		help: nowhere,
		patterns: nowhere,
		detail: layout.kind === 'panes' ? (layout.detail ?? nowhere) : nowhere,
	};
	if (layout.kind === 'too-small') {
		return placed;
	}

	const {main, build} = layout;
	if (build?.isFolded === false) {
		placed.build = inside(build.rectangle);
	}

	if (main.kind !== 'deployment' && main.kind !== 'detail') {
		placed[main.kind] = main.list;
	}

	return placed;
}
