import {render, type RenderOptions, Box} from 'ink';
import {useSyncExternalStore} from 'react';
import {CaretPlace} from '../prompts/prompt-input.tsx';
import {type Layout, type DockProps} from '../view/view.ts';
import {crash, ErrorBoundary} from '../look/error-boundary.tsx';
import {type Setting, shownSetting} from '../look/setting.ts';
import {type Rectangle, type Surfaces} from '../look/surface.ts';
import {type Snapshots} from './snapshots.ts';
import {views} from './views.ts';

/** For Ink's `render`, whose frames are handed over whole, their rows parted by newlines. */
export type CreateInk = (onFrame: (frame: string) => void) => {
	readonly options: RenderOptions;
	readonly remove: () => void;
};

type PlacedDock = {
	readonly place: (layout: Layout) => void;
	readonly remove: () => void;
};

const nowhere: Rectangle = {x: 0, y: 0, width: 0, height: 0};

/** Shows the prompt or the picker at the bottom. It has an Ink of its own: what is typed there draws its rows, where one Ink for all would draw the whole house with each key. The Ink is there from the first prompt on: a start has none. */
export function showDock(
	snapshots: Snapshots,
	setting: Setting,
	{
		surfaces,
		createInk,
	}: {readonly surfaces: Surfaces; readonly createInk: CreateInk},
): PlacedDock {
	let rows: readonly string[] = [];
	let close: (() => void) | undefined;
	const surface = surfaces.create({row: (index) => rows[index] ?? ''});
	const open = () => {
		const {options, remove} = createInk((frame) => {
			rows = frame.split('\n');
			surface.invalidate();
		});
		const ink = render(
			<CaretPlace
				value={(x) => {
					surface.placeCursor(x === undefined ? undefined : {x, y: 0});
				}}
			>
				<ErrorBoundary onError={crash}>
					<InDock snapshots={snapshots} setting={setting} />
				</ErrorBoundary>
			</CaretPlace>,
			options,
		);
		return () => {
			ink.unmount();
			remove();
		};
	};

	return {
		place(layout) {
			const dock = dockOf(layout);
			close ??= dock === undefined ? undefined : open();
			surface.place(dock ?? nowhere);
		},
		remove() {
			close?.();
			surface.remove();
		},
	};
}

function InDock({
	snapshots,
	setting,
}: {
	readonly snapshots: Snapshots;
	readonly setting: Setting;
}) {
	const {state, layout} = useSyncExternalStore(
		snapshots.subscribe,
		snapshots.dock,
	);
	const place = dockOf(layout);
	return place ? (
		<Dock
			height={place.height}
			state={state}
			setting={shownSetting(setting, state)}
		/>
	) : null;
}

function dockOf(layout: Layout): Rectangle | undefined {
	return layout.kind === 'panes' ? layout.dock : undefined;
}

/** The prompt or picker at the bottom. */
export function Dock(props: DockProps) {
	const {mode, columns} = props.state.screen;
	const view = mode.kind === 'list' ? undefined : views[mode.kind];
	return (
		<Box
			key={mode.kind}
			flexDirection="column"
			width={columns}
			height={props.height}
		>
			{view?.place === 'dock' ? view.show(props) : undefined}
		</Box>
	);
}
