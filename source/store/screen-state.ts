import {type Deployment, type Project} from '../log/deployment.ts';
import {type BuildEntry, type Entry, type Micros} from '../log/entry.ts';
import {type Query} from '../log/query.ts';
import {type Selection} from './logs.ts';
import {type RegionCount} from './buffer/look-up.ts';

/** What the reader has made of the screen: its size and zoom, which pane has the keys, and which view is open. */
export type ScreenState = {
	readonly columns: number;
	readonly rows: number;
	readonly focus: Focus;
	readonly isZoomed: boolean;
	readonly mode: Mode;
	/** Where in what is typed at a prompt the next letter goes, counted in code units; absent: at its end. */
	readonly caret?: number;
	/** One sentence in the footer: the answer to the last key. */
	readonly notice?: string;
	/** The detail view, while it is open. */
	readonly detail?: Detail;
	/** Cells by which long messages are shifted to the left. */
	readonly shift: number;
	/** How the times of entries are shown: in the zone of the setting, in UTC, or counted from the deployment. */
	readonly times: 'zone' | 'utc' | 'deployment';
	/** Which field of the deployment is selected, from 0. */
	readonly field: number;
	/** How wide a cell of the histogram is, where a key has chosen it. */
	readonly bucket?: Micros;
	/** Long messages go on on the next row. */
	readonly isWrapped: boolean;
	/** The names of the fields that stand in columns, between region and message. */
	readonly fields: readonly string[];
	/** Entries all lines of which are shown, by their content. */
	readonly unfolded: ReadonlySet<string>;
};

export type Focus = 'deployment' | 'build' | 'logs';

/** What is shown in full. It stays, whatever becomes of the list. */
export type Detail = {
	readonly subject: DetailSubject;
	/** The row that stands first. */
	readonly top: number;
	/** Which of its fields is chosen, from 0. */
	readonly field?: number;
};

export type DetailSubject =
	| {readonly kind: 'entry'; readonly entry: Entry}
	/** A line of the build log. */
	| {readonly kind: 'build'; readonly entry: BuildEntry};

/** A list to choose from, as far as it has come. */
export type Listing<Item> =
	| {readonly kind: 'loading'}
	| {
			readonly kind: 'loaded';
			readonly items: readonly Item[];
			/** Names the page behind the last item; absent when all have come. */
			readonly next?: string;
			/** Why it could not be read anew. */
			readonly reason?: string;
	  }
	| {readonly kind: 'failed'; readonly reason: string};

/** While something of a list is chosen. */
type Chooser<Item> = {
	readonly value: string;
	readonly index: number;
	/** The id of what is highlighted, which stays so when others come in front of it; empty for the first one. */
	readonly highlighted: string;
	readonly list: Listing<Item>;
};

/** A list that has just been opened: nothing of it has come, nothing is typed yet. */
export const emptyChooser: Chooser<never> = {
	value: '',
	index: 0,
	highlighted: '',
	list: {kind: 'loading'},
};

type DeploymentChooser = Chooser<Deployment> & {
	/** Whose deployments; absent for those of the project that is explored. */
	readonly project?: Project;
};

/** Another span beside which a count is held: the hour before, the same hour of yesterday, the last hour of the deployment that was replaced. */
export type Beside = 'hour' | 'day' | 'previous';

/** What takes the keys; the topmost one takes them all. */
export type Mode =
	| {readonly kind: 'list'}
	| {
			readonly kind: 'help';
			readonly top: number;
			/** Which keys are of interest; absent for all. */
			readonly search?: string;
	  }
	/** What is looked for in the help is being typed. */
	| {readonly kind: 'help-search'; readonly value: string}
	| {readonly kind: 'patterns'}
	/** Entries over time, by the values of a field. */
	| {
			readonly kind: 'counts';
			/** Level, region or a field. */
			readonly by: string;
			/** How long a row's span of time is. */
			readonly width: Micros;
			/** Any time in the selected row; the newest row while absent. */
			readonly at?: Micros;
			/** Which column is selected, from 0. */
			readonly column: number;
	  }
	/** The most frequent values of a field. */
	| {
			readonly kind: 'top';
			readonly field: string;
			/** Which value is selected, from 0. */
			readonly index: number;
			/** What they are held against. */
			readonly beside?: Beside;
			/** What is gone back to. */
			readonly under?: Mode;
	  }
	| {
			readonly kind: 'text';
			readonly value: string;
			/** Where it searches. */
			readonly target: 'build' | 'logs';
			/** What is typed narrows this. */
			readonly base: Query;
			/** What was typed by hand, where the rest was completed. */
			readonly stem?: string;
			/** Why what is typed cannot be read. */
			readonly problem?: string;
			/** What `esc` goes back to. */
			readonly before: Query;
			readonly beforeSelection: Selection;
	  }
	| {
			readonly kind: 'time';
			readonly value: string;
			readonly problem?: string;
			/** What is understood of it so far, in words; absent while that is found out. */
			readonly understood?: string;
	  }
	| {
			readonly kind: 'histogram';
			/** Any time in the chosen cell. */
			readonly at: Micros;
			/** Any time in the cell in which the chosen range begins or ends. */
			readonly anchor?: Micros;
	  }
	| {readonly kind: 'palette'; readonly value: string; readonly index: number}
	| ({readonly kind: 'deployments'} & DeploymentChooser)
	| ({
			readonly kind: 'projects';
			/** The deployment whose project is asked for; absent where one of its deployments is chosen next. */
			readonly deploymentId?: string;
	  } & Chooser<Project>)
	/** Which deployment are the patterns to be held against? */
	| ({readonly kind: 'baseline'} & DeploymentChooser)
	| {
			readonly kind: 'save';
			/** The path of a file. */
			readonly value: string;
			readonly problem?: string;
			/** The path of a file that is there already, which is to be replaced if the reader says so once more. */
			readonly replaces?: string;
			/** What is missing is loaded first. */
			readonly isLoading?: boolean;
	  }
	/** Something is missing in what the reader is about to open or copy. */
	| {
			readonly kind: 'incomplete';
			readonly purpose: 'open' | 'messages' | 'json';
			readonly problem?: string;
			readonly isLoading?: boolean;
	  }
	| {
			/** Which fields are to stand in columns, or by which one is to be counted? */
			readonly kind: 'fields';
			readonly purpose?: 'count';
			readonly value: string;
			readonly chosen: readonly string[];
			readonly index: number;
	  }
	| {
			readonly kind: 'regions';
			readonly value: string;
			/** What there was to choose from when the picker was opened, so that nothing moves under the reader's eyes. */
			readonly seen: readonly RegionCount[];
			/** Since when the entries are counted; absent where all that are loaded are. */
			readonly since?: Micros;
			readonly chosen: readonly string[];
			readonly index: number;
	  };
