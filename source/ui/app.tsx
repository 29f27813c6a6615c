import {render, Box, Text} from 'ink';
import {useSyncExternalStore} from 'react';
import {type Action} from '../store/action.ts';
import {type Store} from '../store/create-store.ts';
import {cut} from '../text/cut.ts';
import {settleListRows} from './app-logs/list-words.ts';
import {
	type CreateInk,
	showDock,
	crash,
	ErrorBoundary,
} from './frame/show-dock.tsx';
import {loadFuzzySearch} from './look/fuzzy-search.ts';
import {views} from './frame/views.ts';
import {type Layout} from './view/view.ts';
import {createLines, createLists} from './frame/surfaces.ts';
import {createPointer, type Ending, listenToKeys} from './frame/listen.ts';
import {type Outside} from './take/contents.ts';
import {type PressHandler} from './keys/dispatch.ts';
import {previewTimes} from './prompts/time-prompt.tsx';
import {type Setting, shownSetting} from './look/setting.ts';
import {createSnapshots, type Snapshots} from './frame/snapshots.ts';
import {type Surfaces} from './look/surface.ts';
import {BuildPane} from './build-log/build-pane.tsx';
import {
	DeploymentPane,
	WholeDeployment,
} from './deployment/deployment-pane.tsx';

/** Shows a store on a terminal, and turns the keys into its actions. */
export function showUi(
	store: Store,
	terminal: UiTerminal,
	outside: Outside,
	setting: Setting,
): Ui {
	const stopListRows = settleListRows(store, setting);
	// The snapshots hear of an action first, so that one frame holds all that it changed.
	const snapshots = createSnapshots(store, setting.now);
	const lists = createLists(store, snapshots, setting, terminal.surfaces);
	const lines = createLines(snapshots, setting, terminal.surfaces);
	const dock = showDock(snapshots, setting, terminal);
	let placed: Layout | undefined;
	const place = () => {
		const {layout} = snapshots.get();
		if (layout !== placed) {
			placed = layout;
			lists.place(layout);
			lines.place(layout);
			dock.place(layout);
		}
	};

	const stopPlacing = snapshots.subscribeRested(place);
	const stopPreviews = previewTimes(store, setting);
	const unsubscribe = store.subscribe((action) => {
		lists.note(action);
		if (isPickerOpened(action)) {
			void loadFuzzySearch();
		}
	});
	const ground = terminal.createInk(terminal.showGround);
	const ink = render(
		<ErrorBoundary onError={crash}>
			<App snapshots={snapshots} setting={setting} />
		</ErrorBoundary>,
		ground.options,
	);
	place();
	const offResize = terminal.onResize(({columns, rows}) => {
		store.dispatch({kind: 'resize', columns, rows});
	});
	const {ended, stop: stopFollowing} = listenToKeys(store, {
		terminal,
		outside,
		setting,
		point: createPointer(lists, setting),
	});
	return {
		ended,
		close() {
			stopFollowing();
			offResize();
			unsubscribe();
			stopPreviews();
			stopPlacing();
			stopListRows();
			snapshots.stop();
			ink.unmount();
			ground.remove();
			lists.remove();
			lines.remove();
			dock.remove();
		},
	};
}

/** What the UI needs of a terminal. */
export type UiTerminal = {
	readonly createInk: CreateInk;
	/** Shows a frame, on which the surfaces lie. */
	readonly showGround: (frame: string) => void;
	readonly surfaces: Surfaces;
	/** Hands each key to the handler. */
	readonly onKey: (handler: PressHandler) => void;
	readonly onResize: (
		listener: (size: {readonly columns: number; readonly rows: number}) => void,
	) => () => void;
	readonly repaint: () => void;
	readonly suspend: () => void;
};

type Ui = {
	/** Resolves when a key asks to quit, or for another deployment. */
	readonly ended: Promise<Ending>;
	readonly close: () => void;
};

function isPickerOpened(action: Action): boolean {
	if (action.kind !== 'mode' || action.mode.kind === 'list') {
		return false;
	}

	const view = views[action.mode.kind];
	return view.place === 'dock' && view.isPicker;
}

type AppProps = {
	readonly snapshots: Snapshots;
	readonly setting: Setting;
};

/** The panes at the top. All below them paints itself, past React or, in the dock, with an Ink of its own. */
function App({snapshots, setting: firstSetting}: AppProps) {
	const {state, layout} = useSyncExternalStore(
		snapshots.subscribe,
		snapshots.house,
	);
	const setting = shownSetting(firstSetting, state);
	if (layout.kind === 'too-small') {
		return (
			<Text>
				{cut('Too small: deplog needs 40 × 8. q quits.', layout.columns)}
			</Text>
		);
	}

	return (
		// Never an empty frame, which cannot be told from Ink writing nothing.
		<Box flexDirection="column" width={state.screen.columns} minHeight={2}>
			<Box
				flexDirection={layout.build?.rectangle.x ? 'row' : 'column'}
				marginTop={layout.firstError ? 2 : 1}
			>
				{layout.deployment ? (
					<DeploymentPane
						pane={layout.deployment}
						state={state}
						setting={setting}
					/>
				) : null}
				{layout.build ? (
					<BuildPane pane={layout.build} state={state} setting={setting} />
				) : null}
			</Box>
			{layout.main.kind === 'deployment' ? (
				<WholeDeployment
					list={layout.main.list}
					state={state}
					setting={setting}
				/>
			) : null}
		</Box>
	);
}
