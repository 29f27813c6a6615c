import {isSettled} from '../../log/deployment.ts';
import {type State} from '../../store/state.ts';
import {type Focus} from '../../store/screen-state.ts';
import {
	isBuildFirst,
	type Layout,
	type MainPane,
	type ViewKind,
	type UpperPane,
} from '../view/view.ts';
import {histogramHeight} from '../histogram/histogram-line.ts';
import {
	leastRowsForOpenPanes,
	type Rectangle,
	leastColumnsForOpenPanes,
} from '../look/surface.ts';
import {views} from './views.ts';

/** Gives each part of the screen its place. */
export function layout(input: LayoutInput): Layout {
	const {columns, rows, cover, isZoomed} = input;
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
	const bottom = hasHistogram(input)
		? dockTop - histogramHeight(rows)
		: dockTop;
	const head = input.hasFirstErrorLine && rows >= leastRowsForPanes ? 2 : 1;
	const isAlone = cover !== undefined || isZoomed || rows < leastRowsForPanes;
	const frame = {
		kind: 'panes',
		header: line(0),
		...(head > 1 && {firstError: line(1)}),
		...(bottom < dockTop && {histogram: line(bottom, dockTop - bottom)}),
		...(dockHeight > 0 && {dock: line(dockTop, dockHeight)}),
		footer: line(rows - 1),
	} as const;
	const panes: PanesAbove = (below, {kind, upperBelow = below} = {}) => {
		const upper =
			isAlone || kind !== undefined
				? {}
				: upperPanes(input, head, upperBelow - 1);
		const top = upperEnd(upper, head);
		const shown = kind ?? mainKind(input, isAlone);
		const hasHeading =
			input.hasColumns === true &&
			shown === 'logs' &&
			below - top > leastListHeight + 1;
		const listTop = hasHeading ? top + 2 : top + 1;
		return {
			...frame,
			...upper,
			main: {
				kind: shown,
				rule: line(top),
				...(hasHeading && {heading: line(top + 1)}),
				list: line(listTop, below - listTop),
			},
		};
	};

	return input.hasDetail && cover === undefined
		? withDetail(panes, {input, head, bottom})
		: panes(bottom);
}

type Panes = Extract<Layout, {readonly kind: 'panes'}>;

export type LayoutInput = UpperInput & {
	readonly isZoomed: boolean;
	/** The view that has the place of all panes while it is open. */
	readonly cover?: ViewKind;
	/** Its line has a place whether there is an error or not: nothing moves when the first one comes. */
	readonly hasFirstErrorLine: boolean;
	readonly hasDetail: boolean;
	/** Fields stand in columns. */
	readonly hasColumns?: boolean;
	/** The histogram has the keys. */
	readonly isHistogram: boolean;
	/** Rows of the prompt or the picker at the bottom. */
	readonly dockHeight: number;
};

/** With its border. */
const mostPaneHeight = 8;
const leastColumns = 40;
const leastRows = 8;
/** With fewer rows there are header, list and footer only. */
const leastRowsForPanes = 16;
/** With fewer rows the detail view has them all. */
const leastRowsForHalf = 24;
const leastListHeight = 2;

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
	'cover',
	'isHistogram',
	'isBuilding',
	'hasSucceeded',
	'isBuildFirst',
	'hasBuildLog',
	'openPaneHeight',
	'hasFirstErrorLine',
	'hasDetail',
	'hasColumns',
	'dockHeight',
] as const satisfies ReadonlyArray<keyof LayoutInput>;

/** The rows that a view has for its list; at least one, also where it is not to be seen. */
export function heightOf(kind: ViewKind, layout: Layout): number {
	if (layout.kind === 'too-small') {
		return 1;
	}

	const {main, detail} = layout;
	const upper =
		kind === 'build' || kind === 'deployment' ? layout[kind] : undefined;
	if (main.kind !== kind && upper !== undefined) {
		return Math.max(1, upper.rectangle.height - 2);
	}

	return kind === 'detail' ? (detail?.height ?? 1) : main.list.height;
}

/** The detail view is the lower half, or all there is below the header. */
function withDetail(
	panes: PanesAbove,
	{
		input,
		head,
		bottom,
	}: {
		readonly input: LayoutInput;
		readonly head: number;
		readonly bottom: number;
	},
): Layout {
	const place = (y: number): Rectangle => ({
		x: 0,
		y,
		width: input.columns,
		height: bottom - y,
	});
	const border = bottom - Math.floor((bottom - 1) / 2);
	// The upper panes stay as high as they were, unless that leaves the list no room.
	const half = [panes(border, {upperBelow: bottom}), panes(border)].find(
		({main}) => main.list.height >= leastListHeight,
	);
	return input.rows < leastRowsForHalf || half === undefined
		? {...panes(bottom, {kind: 'detail'}), detail: place(head)}
		: {...half, detail: place(border)};
}

/** What stands above the row `below`, where the upper panes may be as high as if there were more room. */
type PanesAbove = (
	below: number,
	options?: {
		readonly kind?: MainPane['kind'];
		readonly upperBelow?: number;
	},
) => Panes;

/** It has a row of its own where there is room for more than a list, and wherever it has the keys. */
function hasHistogram({
	rows,
	cover,
	isZoomed,
	isBuildFirst,
	isHistogram,
	hasDetail,
}: LayoutInput): boolean {
	return (
		isHistogram ||
		(rows >= (hasDetail ? leastRowsForOpenPanes : leastRowsForPanes) &&
			cover === undefined &&
			!isZoomed &&
			!isBuildFirst)
	);
}

function layoutInput(state: State): LayoutInput {
	const {screen, details, logs} = state;
	const {traits, source} = logs;
	const {mode} = screen;
	const kind = mode.kind === 'list' ? undefined : mode.kind;
	const view = kind === undefined ? undefined : views[kind];
	const cover =
		view?.place === 'cover'
			? kind
			: view?.place === 'dock'
				? view.over
				: undefined;
	return {
		columns: screen.columns,
		rows: screen.rows,
		focus: screen.focus,
		// Where nothing is explored there is nothing that panes could show.
		isZoomed: screen.isZoomed || state.isUnchosen,
		isHistogram: view?.place === 'line',
		...(cover !== undefined && {cover}),
		isBuilding:
			details.deployment !== undefined && !isSettled(details.deployment),
		// What is known of a file is not news.
		hasSucceeded:
			source !== undefined || details.deployment?.status.kind === 'succeeded',
		hasBuildLog: traits.hasBuildLog,
		openPaneHeight: Math.min(
			mostPaneHeight,
			(source?.files.length ?? mostPaneHeight) + 2,
		),
		hasFirstErrorLine: !state.isUnchosen,
		hasDetail: screen.detail !== undefined,
		hasColumns: screen.fields.length > 0,
		isBuildFirst: isBuildFirst(state),
		dockHeight: view?.place === 'dock' ? view.height(state) : 0,
	};
}

function mainKind(
	{focus, cover, isBuildFirst}: LayoutInput,
	isAlone: boolean,
): MainPane['kind'] {
	if (cover !== undefined) {
		return cover;
	}

	const wanted = isAlone ? focus : 'logs';
	return wanted === 'logs' && isBuildFirst ? 'build' : wanted;
}

type UpperInput = {
	readonly columns: number;
	readonly rows: number;
	readonly focus: Focus;
	readonly isBuilding: boolean;
	/** The deployment worked, as the header says. */
	readonly hasSucceeded: boolean;
	/** The build log has the list's place. */
	readonly isBuildFirst: boolean;
	/** A file has none. */
	readonly hasBuildLog: boolean;
	/** With its border. */
	readonly openPaneHeight: number;
};

const leastPaneHeight = 3;

type Upper = {
	readonly deployment?: UpperPane;
	readonly build?: UpperPane;
};

/** The panes above the list, from row `y` on, side by side where there is room. */
function upperPanes(input: UpperInput, y: number, height: number): Upper {
	const {columns, rows} = input;
	const isLarge =
		columns >= leastColumnsForOpenPanes && rows >= leastRowsForOpenPanes;
	return isLarge ? sideBySide(input, y, height) : stackPanes(input, y, height);
}

function sideBySide(
	{columns, isBuildFirst, hasBuildLog, openPaneHeight}: UpperInput,
	y: number,
	height: number,
): Upper {
	const pane = (x: number, width: number): UpperPane => ({
		rectangle: {
			x,
			y,
			width,
			height: Math.min(openPaneHeight, Math.floor(height / 3)),
		},
		isFolded: false,
	});
	const width = Math.floor(columns * 0.42);
	return isBuildFirst || !hasBuildLog
		? {deployment: pane(0, columns)}
		: {deployment: pane(0, width), build: pane(width, columns - width)};
}

function stackPanes(input: UpperInput, y: number, height: number): Upper {
	const deployment = stackedPane('deployment', y, input, height);
	const build = stackedPane(
		'build',
		y + (deployment?.rectangle.height ?? 0),
		input,
		height,
	);
	return {
		...(deployment !== undefined && {deployment}),
		...(build !== undefined &&
			!input.isBuildFirst &&
			input.hasBuildLog && {build}),
	};
}

function stackedPane(
	focus: Focus,
	y: number,
	input: UpperInput,
	height: number,
): UpperPane | undefined {
	const openHeight = Math.min(input.openPaneHeight, Math.floor(height / 3));
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
function upperEnd({deployment, build}: Upper, y: number): number {
	return Math.max(
		y,
		...[deployment, build].map((pane) =>
			pane === undefined ? 0 : pane.rectangle.y + pane.rectangle.height,
		),
	);
}
