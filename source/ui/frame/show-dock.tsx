import {render, type RenderOptions, Box} from 'ink';
import {useSyncExternalStore, Component, type ReactElement} from 'react';
import {CaretPlace} from '../prompts/prompt-input.tsx';
import {type Layout, type DockProps} from '../view/view.ts';
import {type Setting, shownSetting} from '../look/setting.ts';
import {type Rectangle, type Surfaces} from '../look/surface.ts';
import {type Snapshots} from './snapshots.ts';
import {views} from './views.ts';

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

type ErrorBoundaryProps = {
	/** Told the error of a component; who is told ends the program. */
	readonly onError: (error: unknown) => void;
	/** An element: what may be a promise would make `render` asynchronous in the eyes of the linter. */
	readonly children: ReactElement;
};

/** Hands over an error of a component. Ink would draw it with the source around it, which over a bundle of one line takes minutes. */
export class ErrorBoundary extends Component<
	ErrorBoundaryProps,
	{readonly hasFailed: boolean}
> {
	static getDerivedStateFromError() {
		return {hasFailed: true};
	}

	override state = {hasFailed: false};

	override componentDidCatch(error: unknown) {
		this.props.onError(error);
	}

	override render(): ReactElement | undefined {
		return this.state.hasFailed ? undefined : this.props.children;
	}
}

/** Throws where nobody of React's catches: the terminal is left as it was, and what happened is said. */
export function crash(error: unknown) {
	setImmediate(() => {
		throw error;
	});
}
