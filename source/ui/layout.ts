import {isSettled} from '../log/deployment.ts';
import {type Focus, type State} from '../store/state.ts';
import {dockHeight} from './dock-height.ts';
import {type Rectangle} from './surface.ts';

/** Which pane is where. Nothing overlaps, and all of it is on the terminal. */
export type Layout =
	| {readonly kind: 'too-small'; readonly columns: number}
	| {
			readonly kind: 'panes';
			readonly header: Rectangle;
			readonly deployment?: Pane;
			readonly build?: Pane;
			/** What has most of the screen, below a rule. */
			readonly main: MainPane;
			readonly histogram?: Rectangle;
			readonly dock?: Rectangle;
			readonly footer: Rectangle;
	  };

/** Open with a border around it, or folded to a line. What has nothing more to tell is left out until it is focused. */
export type Pane = {
	readonly rectangle: Rectangle;
	readonly isFolded: boolean;
};

export type MainPane = {
	readonly kind: Focus | 'help';
	readonly rule: Rectangle;
	readonly list: Rectangle;
};

export type LayoutInput = {
	readonly columns: number;
	readonly rows: number;
	readonly focus: Focus;
	readonly isZoomed: boolean;
	readonly isHelp: boolean;
	readonly isBuilding: boolean;
	/** The histogram has the keys. */
	readonly isHistogram: boolean;
	/** The deployment worked, as the header says. */
	readonly hasSucceeded: boolean;
	/** The build log has the list's place. */
	readonly isBuildFirst: boolean;
	/** Rows of the prompt or the picker at the bottom. */
	readonly dockHeight: number;
};

const leastColumns = 40;
const leastRows = 8;
/** With fewer rows there are header, list and footer only. */
const leastRowsForPanes = 16;
const leastColumnsForOpenPanes = 100;
const leastRowsForOpenPanes = 32;
/** With its border. */
const openPaneHeight = 8;
const leastPaneHeight = 3;

/** The same object as long as nothing in it has changed: asked for with each action. */
export function layoutOf(state: State): Layout {
	const input = layoutInput(state);
	if (lastLayout === undefined || !isSameInput(input, lastInput)) {
		lastInput = input;
		lastLayout = layout(input);
	}

	return lastLayout;
}

let lastInput: LayoutInput | undefined;
let lastLayout: Layout | undefined;

function isSameInput(a: LayoutInput, b: LayoutInput | undefined): boolean {
	return b !== undefined && inputKeys.every((key) => a[key] === b[key]);
}

const inputKeys = [
	'columns',
	'rows',
	'focus',
	'isZoomed',
	'isHelp',
	'isHistogram',
	'isBuilding',
	'hasSucceeded',
	'isBuildFirst',
	'dockHeight',
] as const satisfies ReadonlyArray<keyof LayoutInput>;

/** Milliseconds and regions are left out of narrow rows. */
export function isWide(columns: number): boolean {
	return columns >= leastColumnsForOpenPanes;
}

/** A build that runs, or has failed, is what there is to see while no entry has come. */
export function isBuildFirst({details, logs}: State): boolean {
	const status = details.deployment?.status;
	return (
		status !== undefined && status !== 'success' && logs.buffer.count === 0
	);
}

export function layout(input: LayoutInput): Layout {
	const {columns, rows, isHelp, isZoomed} = input;
	if (columns < leastColumns || rows < leastRows) {
		return {kind: 'too-small', columns};
	}

	const line = (y: number, height = 1): Rectangle => ({
		x: 0,
		y,
		width: columns,
		height,
	});
	const dockHeight = Math.min(input.dockHeight, rows - leastRows + 3);
	const dockTop = rows - 1 - dockHeight;
	const bottom = hasHistogram(input) ? dockTop - 1 : dockTop;
	const isAlone = isHelp || isZoomed || rows < leastRowsForPanes;
	const upper = isAlone ? {} : upperPanes(input, bottom - 1);
	const top = 1 + upperHeight(upper);
	return {
		kind: 'panes',
		header: line(0),
		...upper,
		main: {
			kind: mainKind(input, isAlone),
			rule: line(top),
			list: line(top + 1, bottom - top - 1),
		},
		...(bottom < dockTop && {histogram: line(bottom)}),
		...(dockHeight > 0 && {dock: line(dockTop, dockHeight)}),
		footer: line(rows - 1),
	};
}

/** It has a row of its own where there is room for more than a list, and wherever it has the keys. */
function hasHistogram({
	rows,
	isHelp,
	isZoomed,
	isBuildFirst,
	isHistogram,
}: LayoutInput): boolean {
	return (
		isHistogram ||
		(rows >= leastRowsForPanes && !isHelp && !isZoomed && !isBuildFirst)
	);
}

function layoutInput(state: State): LayoutInput {
	const {screen, details} = state;
	return {
		columns: screen.columns,
		rows: screen.rows,
		focus: screen.focus,
		isZoomed: screen.isZoomed,
		isHelp: screen.mode.kind === 'help',
		isHistogram: screen.mode.kind === 'histogram',
		isBuilding:
			details.deployment !== undefined && !isSettled(details.deployment),
		hasSucceeded: details.deployment?.status === 'success',
		isBuildFirst: isBuildFirst(state),
		dockHeight: dockHeight(state),
	};
}

function mainKind(
	{focus, isHelp, isBuildFirst}: LayoutInput,
	isAlone: boolean,
): MainPane['kind'] {
	if (isHelp) {
		return 'help';
	}

	const wanted = isAlone ? focus : 'logs';
	return wanted === 'logs' && isBuildFirst ? 'build' : wanted;
}

type Upper = {readonly deployment?: Pane; readonly build?: Pane};

function upperPanes(input: LayoutInput, height: number): Upper {
	const {columns, rows} = input;
	const isLarge =
		columns >= leastColumnsForOpenPanes && rows >= leastRowsForOpenPanes;
	return isLarge ? sideBySide(input, height) : stacked(input, height);
}

function sideBySide(
	{columns, isBuildFirst}: LayoutInput,
	height: number,
): Upper {
	const pane = (x: number, width: number): Pane => ({
		rectangle: {
			x,
			y: 1,
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

function stacked(input: LayoutInput, height: number): Upper {
	const deployment = stackedPane('deployment', 1, input, height);
	const build = stackedPane(
		'build',
		1 + (deployment?.rectangle.height ?? 0),
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
	input: LayoutInput,
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

function upperHeight({deployment, build}: Upper): number {
	return Math.max(
		0,
		...[deployment, build].map((pane) =>
			pane === undefined ? 0 : pane.rectangle.y + pane.rectangle.height - 1,
		),
	);
}
