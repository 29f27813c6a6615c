import {type Focus} from '../../store/screen-state.ts';
import {
	leastColumnsForOpenPanes,
	leastRowsForOpenPanes,
} from '../look/surface.ts';
import {type UpperPane} from '../view/view.ts';

export type UpperInput = {
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
export function upperPanes(
	input: UpperInput,
	y: number,
	height: number,
): Upper {
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
export function upperEnd({deployment, build}: Upper, y: number): number {
	return Math.max(
		y,
		...[deployment, build].map((pane) =>
			pane === undefined ? 0 : pane.rectangle.y + pane.rectangle.height,
		),
	);
}
