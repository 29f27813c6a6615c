import {isSettled} from '../../log/deployment.ts';
import {type Focus} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {dockHeight} from './dock-height.ts';
import {firstErrorOf} from './first-error-of.ts';
import {type Rectangle} from '../look/surface.ts';
import {
	leastColumnsForOpenPanes,
	leastRowsForOpenPanes,
	type Pane,
	upperEnd,
	type UpperInput,
	upperPanes,
} from './upper-panes.ts';

/** Which pane is where. Nothing overlaps, and all of it is on the terminal. */
export type Layout =
	| {readonly kind: 'too-small'; readonly columns: number}
	| {
			readonly kind: 'panes';
			readonly header: Rectangle;
			readonly firstError?: Rectangle;
			readonly deployment?: Pane;
			readonly build?: Pane;
			/** What has most of the screen, below a rule. */
			readonly main: MainPane;
			/** With its rule. */
			readonly detail?: Rectangle;
			readonly histogram?: Rectangle;
			readonly dock?: Rectangle;
			readonly footer: Rectangle;
	  };

type Panes = Extract<Layout, {readonly kind: 'panes'}>;

/** What has the place of all panes while it is open. */
export type Cover = 'help' | 'patterns';

export type MainPane = {
	/** `detail` where the detail view leaves the list no room. */
	readonly kind: Focus | Cover | 'detail';
	readonly rule: Rectangle;
	readonly list: Rectangle;
};

export type LayoutInput = UpperInput & {
	readonly isZoomed: boolean;
	readonly cover?: Cover;
	readonly hasFirstError: boolean;
	readonly hasDetail: boolean;
	/** The histogram has the keys. */
	readonly isHistogram: boolean;
	/** Rows of the prompt or the picker at the bottom. */
	readonly dockHeight: number;
};

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
	'hasFirstError',
	'hasDetail',
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
	const bottom = hasHistogram(input) ? dockTop - 1 : dockTop;
	const head = input.hasFirstError && rows >= leastRowsForPanes ? 2 : 1;
	const isAlone = cover !== undefined || isZoomed || rows < leastRowsForPanes;
	const frame = {
		kind: 'panes',
		header: line(0),
		...(head > 1 && {firstError: line(1)}),
		...(bottom < dockTop && {histogram: line(bottom)}),
		...(dockHeight > 0 && {dock: line(dockTop, dockHeight)}),
		footer: line(rows - 1),
	} as const;
	const panes = (below: number, kind?: MainPane['kind']): Panes => {
		const upper =
			isAlone || kind !== undefined ? {} : upperPanes(input, head, below - 1);
		const top = upperEnd(upper, head);
		return {
			...frame,
			...upper,
			main: {
				kind: kind ?? mainKind(input, isAlone),
				rule: line(top),
				list: line(top + 1, below - top - 1),
			},
		};
	};

	return input.hasDetail && cover === undefined
		? withDetail(panes, {input, head, bottom})
		: panes(bottom);
}

/** The detail view is the lower half, or all there is below the header. */
function withDetail(
	panes: (below: number, kind?: MainPane['kind']) => Panes,
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
	const half = panes(border);
	return input.rows < leastRowsForHalf ||
		half.main.list.height < leastListHeight
		? {...panes(bottom, 'detail'), detail: place(head)}
		: {...half, detail: place(border)};
}

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
	const {screen, details} = state;
	const {mode} = screen;
	return {
		columns: screen.columns,
		rows: screen.rows,
		focus: screen.focus,
		isZoomed: screen.isZoomed,
		isHistogram: mode.kind === 'histogram',
		...((mode.kind === 'help' || mode.kind === 'patterns') && {
			cover: mode.kind,
		}),
		isBuilding:
			details.deployment !== undefined && !isSettled(details.deployment),
		hasSucceeded: details.deployment?.status === 'success',
		hasFirstError: firstErrorOf(state) !== undefined,
		hasDetail: screen.detail !== undefined,
		isBuildFirst: isBuildFirst(state),
		dockHeight: dockHeight(state),
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
