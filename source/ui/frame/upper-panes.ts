import {type Focus} from '../../store/screen-state.ts';
import {type Rectangle} from '../look/surface.ts';

/** Open with a border around it, or folded to a line. What has nothing more to tell is left out until it is focused. */
export type Pane = {
	readonly rectangle: Rectangle;
	readonly isFolded: boolean;
};

export type UpperInput = {
	readonly columns: number;
	readonly rows: number;
	readonly focus: Focus;
	readonly isBuilding: boolean;
	/** The deployment worked, as the header says. */
	readonly hasSucceeded: boolean;
	/** The build log has the list's place. */
	readonly isBuildFirst: boolean;
};

export const leastColumnsForOpenPanes = 100;
export const leastRowsForOpenPanes = 32;
/** With its border. */
const openPaneHeight = 8;
const leastPaneHeight = 3;

export type Upper = {readonly deployment?: Pane; readonly build?: Pane};

/** The panes above the list, from row `y` on, side by side where there is room. */
export function upperPanes(
	input: UpperInput,
	y: number,
	height: number,
): Upper {
	const {columns, rows} = input;
	const isLarge =
		columns >= leastColumnsForOpenPanes && rows >= leastRowsForOpenPanes;
	return isLarge ? sideBySide(input, y, height) : stacked(input, y, height);
}

function sideBySide(
	{columns, isBuildFirst}: UpperInput,
	y: number,
	height: number,
): Upper {
	const pane = (x: number, width: number): Pane => ({
		rectangle: {
			x,
			y,
			width,
			height: Math.min(openPaneHeight, Math.floor(height / 3)),
		},
		isFolded: false,
	});
	const width = Math.floor(columns * 0.42);
	return isBuildFirst
		? {deployment: pane(0, columns)}
		: {deployment: pane(0, width), build: pane(width, columns - width)};
}

function stacked(input: UpperInput, y: number, height: number): Upper {
	const deployment = stackedPane('deployment', y, input, height);
	const build = stackedPane(
		'build',
		y + (deployment?.rectangle.height ?? 0),
		input,
		height,
	);
	return {
		...(deployment !== undefined && {deployment}),
		...(build !== undefined && !input.isBuildFirst && {build}),
	};
}

function stackedPane(
	focus: Focus,
	y: number,
	input: UpperInput,
	height: number,
): Pane | undefined {
	const openHeight = Math.min(openPaneHeight, Math.floor(height / 3));
	const isOpen =
		(input.isBuilding || input.focus === focus) &&
		openHeight >= leastPaneHeight;
	if (!isOpen && input.hasSucceeded) {
		return undefined;
	}

	return {
		rectangle: {
			x: 0,
			y,
			width: input.columns,
			height: isOpen ? openHeight : 1,
		},
		isFolded: !isOpen,
	};
}

/** The first row below the panes; `y` without any. */
export function upperEnd({deployment, build}: Upper, y: number): number {
	return Math.max(
		y,
		...[deployment, build].map((pane) =>
			pane === undefined ? 0 : pane.rectangle.y + pane.rectangle.height,
		),
	);
}
