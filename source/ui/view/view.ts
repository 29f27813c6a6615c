import {type ReactElement} from 'react';
import {type State} from '../../store/state.ts';
import {type Binding, type Command} from '../keys/binding.ts';
import {type Setting} from '../look/setting.ts';
import {type RowSource, type Rectangle} from '../look/surface.ts';
import {type Focus, type Mode} from '../../store/screen-state.ts';
import {type Micros} from '../../log/entry.ts';
import {type PatternList} from '../../store/shown/pattern-list.ts';
import {type ViewCount} from '../../store/view/view.ts';

/** A part of the screen that can have the keys: all that the frame must know of it. */
export type View = {
	/** Its own keys, in the order in which the help shows them. */
	readonly keys: readonly Binding[];
	/** What else is bound there, of which the help tells elsewhere. */
	readonly otherKeys?: readonly Binding[];
	/** `in the patterns`: for the help, where the keys are not those of the list. */
	readonly where?: string;
	/** Whether the help alone tells its keys, and the readme has no room for them. */
	readonly isDeep?: boolean;
} & (PaneView | CoverView | DetailView | LineView | DockView);

/** One of the panes `1` to `3`, which may have the main place. */
type PaneView = {
	readonly place: 'pane';
	readonly title: TitleOf;
	/** Keys of the logs that do nothing while this pane is the list, and why: a sentence. */
	readonly lacks?: ReadonlyMap<string, string>;
	/** Without it, Ink draws the pane. */
	readonly list?: ListOfView;
};

/** Has the place of all panes while it is open. */
type CoverView = {
	readonly place: 'cover';
	readonly title: TitleOf;
	readonly list: ListOfView;
};

/** The lower half, or all below the header; the list's keys go on to work. */
type DetailView = {
	readonly place: 'detail';
	readonly list: ListOfView;
};

/** A line above the footer; the list's keys go on to work. */
type LineView = {
	readonly place: 'line';
};

/** A prompt or a picker at the bottom, which shrinks the list. Keys that are not bound are typed. */
export type DockView = {
	readonly place: 'dock';
	/** The rows that it takes, that of the prompt among them. */
	readonly height: (state: State) => number;
	/** The cover that stays to be seen above it. */
	readonly over?: ViewKind;
	/** Whether something is found there by a part of its name. */
	readonly isPicker: boolean;
	readonly show: (props: DockProps) => ReactElement | undefined;
	/** What the mouse does on its rows, that of the prompt among them. */
	readonly pointer?: {
		readonly scroll: PointerOn;
		readonly click: PointerOn;
	};
	/** Types a text at the caret. */
	readonly type: (state: State, text: string) => readonly Command[];
};

export type DockProps = {
	readonly state: State;
	readonly height: number;
	readonly setting: Setting;
};

/** What the rule above the rows says. */
export type Title = {readonly left: string; readonly right?: string};

type TitleOf = (snapshot: Snapshot, setting: Setting) => Title;

/** The wheel by so many rows, or a click on that row, of a view that has so many of them. */
export type PointerOn = (
	state: State,
	rows: number,
	height: number,
	setting: Setting,
) => readonly Command[];

export type ListOfView = {
	/** Rows that are painted past React. */
	readonly createRows: (source: {
		readonly get: () => State;
		readonly snapshot: () => Snapshot;
		readonly setting: Setting;
	}) => RowSource & {
		/** A click on a row, counted from 0, as it was drawn last. */
		readonly click?: (index: number) => readonly Command[];
	};
	/** The wheel over them. */
	readonly scroll?: PointerOn;
	/** When they may be others: with each entry, with each action that is not one, or with the snapshots. */
	readonly changesWith: 'entries' | 'keys' | 'snapshots';
};

/** What a view is called: by the pane, or by its mode. */
export type ViewKind = Focus | 'detail' | Exclude<Mode['kind'], 'list'>;

/** What all but the lists is drawn from. */
export type Snapshot = {
	readonly state: State;
	readonly layout: Layout;
	/** Our clock when it was taken. */
	readonly now: Micros;
	readonly shown: ViewCount;
	/** Entries that were loaded when it was taken. */
	readonly loaded: number;
	/** Entries that were looked through for their fields, while one is to be named. */
	readonly fieldsOf?: number;
	/** While they are shown. */
	readonly patterns?: PatternList;
};

/** Which pane is where. Nothing overlaps, and all of it is on the terminal. */
export type Layout =
	| {readonly kind: 'too-small'; readonly columns: number}
	| {
			readonly kind: 'panes';
			readonly header: Rectangle;
			readonly firstError?: Rectangle;
			readonly deployment?: UpperPane;
			readonly build?: UpperPane;
			/** What has most of the screen, below a rule. */
			readonly main: MainPane;
			/** With its rule. */
			readonly detail?: Rectangle;
			readonly histogram?: Rectangle;
			readonly dock?: Rectangle;
			readonly footer: Rectangle;
	  };

/** Open with a border around it, or folded to a line. What has nothing more to tell is left out until it is focused. */
export type UpperPane = {
	readonly rectangle: Rectangle;
	readonly isFolded: boolean;
};

export type MainPane = {
	/** `detail` where the detail view leaves the list no room. */
	readonly kind: ViewKind;
	readonly rule: Rectangle;
	/** The names of the fields that stand in columns. */
	readonly heading?: Rectangle;
	readonly list: Rectangle;
};

/** Which pane the movement keys act on: the build log also while it has the place of the list. */
export function activePane(state: State): Focus {
	const {focus} = state.screen;
	return focus === 'logs' && isBuildFirst(state) ? 'build' : focus;
}

/** A build that runs, or has failed, is what there is to see while no entry has come. */
export function isBuildFirst({details, logs}: State): boolean {
	const {deployment} = details;
	return (
		deployment !== undefined &&
		deployment.status.kind !== 'succeeded' &&
		logs.buffer.count === 0
	);
}
