import {type Store} from '../store/create-store.ts';
import {createLogRows} from './app-logs/log-rows.ts';
import {createBuildRows} from './build-log/build-rows.ts';
import {createHelpRows} from './help/help-rows.ts';
import {type Layout, layoutOf} from './layout.ts';
import {inside} from './pane/pane.tsx';
import {type Setting} from './setting.ts';
import {type Rectangle, type Surfaces} from './surface.ts';

const nowhere: Rectangle = {x: 0, y: 0, width: 0, height: 0};

/** Puts the lists where the layout has them, and has them painted when they change. Returns how to stop that. */
export function placeLists(
	store: Store,
	surfaces: Surfaces,
	setting: Setting,
): () => void {
	let build = nowhere;
	const logsSurface = surfaces.create(createLogRows(store, setting));
	const buildSurface = surfaces.create(
		createBuildRows(store, setting, () => build.height),
	);
	const helpSurface = surfaces.create(createHelpRows(store, setting));
	let placed = '';

	const place = () => {
		const layout = layoutOf(store.get());
		const key = JSON.stringify(layout);
		if (key === placed) {
			return;
		}

		placed = key;
		const list = mainList(layout, 'logs');
		if (list.height > 0 && list.height !== store.get().logs.height) {
			store.dispatch({kind: 'list-height', height: list.height});
		}

		build = buildList(layout);
		logsSurface.place(list);
		buildSurface.place(build);
		helpSurface.place(mainList(layout, 'help'));
	};

	place();
	const unsubscribe = store.subscribe(({kind}) => {
		place();
		if (kind === 'live-entries') {
			logsSurface.invalidate();
		} else {
			const isUrgent = kind === 'move' || kind === 'scroll';
			logsSurface.invalidate({isUrgent});
			buildSurface.invalidate();
			helpSurface.invalidate();
		}
	});
	return () => {
		unsubscribe();
		logsSurface.remove();
		buildSurface.remove();
		helpSurface.remove();
	};
}

function mainList(layout: Layout, kind: string): Rectangle {
	return layout.kind === 'panes' && layout.main.kind === kind
		? layout.main.list
		: nowhere;
}

function buildList(layout: Layout): Rectangle {
	if (layout.kind === 'panes' && layout.main.kind !== 'build') {
		return layout.build === undefined || layout.build.isFolded
			? nowhere
			: inside(layout.build.rectangle);
	}

	return mainList(layout, 'build');
}
