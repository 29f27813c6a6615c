import {type Deployment, type Project} from '../log/deployment.ts';
import {type BuildEntry, type Entry, type Micros} from '../log/entry.ts';
import {type EntryColumns} from '../log/entry-columns.ts';
import {type Failure} from '../log/failure.ts';
import {type LogSource} from '../log/feed-traits.ts';
import {type Filter, type Query} from '../log/query.ts';
import {type Page} from '../timeline/page.ts';
import {type CountAsk} from './range-count.ts';
import {type Logs, type Selection} from './logs.ts';
import {type Detail, type Focus, type Mode} from './screen-state.ts';
import {
	type Baseline,
	type DoubtAnswer,
	type PatternOrder,
	type State,
} from './state.ts';

/** Everything that can happen. `at` is our clock. */
export type Action =
	| DetailsAction
	| BuildAction
	| LiveAction
	| PastAction
	| FirstErrorAction
	| QueryAction
	| MoveAction
	| MarkAction
	| PatternsAction
	| CountAction
	| ScreenAction
	| PromptAction
	| ListAction
	| {readonly kind: 'clock-told'; readonly offset: Micros}
	/** Cuts or heals the network of a demo. */
	| {readonly kind: 'network'; readonly isCut: boolean}
	/** Long work has got on: counts and other results have moved. */
	| {readonly kind: 'worked'; readonly isDone: boolean}
	/** Asks for everything again: details, build log, live stream, what failed. */
	| {readonly kind: 'reload'};

export type DetailsAction =
	| {readonly kind: 'details-loaded'; readonly deployment: Deployment}
	| {readonly kind: 'details-failed'; readonly failure: Failure};

export type BuildAction =
	/** Lines of the log from its line `fromIndex` on. */
	| {
			readonly kind: 'build-lines';
			readonly fromIndex: number;
			readonly entries: readonly BuildEntry[];
			readonly malformedCount: number;
	  }
	/** The log was read to its end, which is behind its line `count`. */
	| {readonly kind: 'build-ended'; readonly count: number}
	| {readonly kind: 'build-failed'; readonly failure: Failure}
	/** Absent: the last line, whichever that is. */
	| {readonly kind: 'build-select'; readonly index?: number}
	| {readonly kind: 'build-search'; readonly text: string}
	| {readonly kind: 'build-levels'; readonly levels: readonly string[]};

export type LiveAction =
	| {readonly kind: 'live-opened'; readonly filter: Filter; readonly at: Micros}
	| {
			readonly kind: 'live-entries';
			readonly entries: EntryColumns;
			readonly malformedCount: number;
			readonly at: Micros;
	  }
	| {
			readonly kind: 'live-cut';
			readonly at: Micros;
			readonly attempt: number;
			readonly retryAt: Micros;
			readonly failure?: Failure;
	  }
	| {readonly kind: 'live-retrying'}
	| {readonly kind: 'live-refused'; readonly failure: Failure}
	/** It was given up to be opened again at once. */
	| {readonly kind: 'live-dropped'}
	/** Entries of a file that is read from its beginning to its end. */
	| {readonly kind: 'source-entries'; readonly entries: EntryColumns}
	/** What is known of the files that are read, and whether more comes of them. */
	| {readonly kind: 'source-told'; readonly source: LogSource}
	/** Nothing has come for a while. */
	| {readonly kind: 'live-quiet'; readonly since: Micros}
	/** The gap at the newest end has been open for so long that the list should say so. */
	| {readonly kind: 'tail-overdue'};

export type PastAction =
	| {
			readonly kind: 'page-landed';
			readonly page: Page;
			readonly malformedCount: number;
			readonly at: Micros;
	  }
	| {
			readonly kind: 'page-failed';
			readonly from: Micros;
			readonly to: Micros;
			readonly failure: Failure;
			/** Now, by the server's clock. */
			readonly serverTime: Micros;
	  }
	/** The page that is under way has nothing back to here. */
	| {readonly kind: 'page-reached'; readonly time: Micros}
	/** Stops the loading of a past range to its end, or a search, or goes on with it. */
	| {readonly kind: 'page-range'; readonly isStopped: boolean}
	/** Asks again for a gap that failed. */
	| {readonly kind: 'retry-gap'; readonly from: Micros; readonly to: Micros};

export type FirstErrorAction =
	/** Absent: there is none so far. */
	| {readonly kind: 'first-error-told'; readonly entry?: Entry}
	/** The server is asked how many errors there are like the first one. */
	| {readonly kind: 'first-error-counting'}
	| {
			readonly kind: 'first-error-counted';
			readonly count: number;
			/** There are more than were counted. */
			readonly isMore: boolean;
			/** The time of the newest one that was counted. */
			readonly until: Micros;
	  };

export type QueryAction =
	/** Changes the query and keeps the one before for `back`. */
	| {readonly kind: 'query'; readonly query: Query}
	| {readonly kind: 'query-back'}
	| {readonly kind: 'query-forward'}
	/** The keys rest: the server is asked for what is on the screen. */
	| {readonly kind: 'ask'};

export type MoveAction =
	| {readonly kind: 'move'; readonly by: number}
	/** Moves the rows under the selection, by pages. */
	| {readonly kind: 'scroll'; readonly by: number}
	| {readonly kind: 'go'; readonly selection: Selection}
	/** Selects what stands on a row of the list, and leaves it there. */
	| {
			readonly kind: 'select';
			readonly selection: Selection;
			readonly row: number;
	  }
	| {readonly kind: 'hold'}
	| {readonly kind: 'list-height'; readonly height: number}
	/** Entries are laid out otherwise from now on, or days begin at other times. */
	| ({readonly kind: 'list-rows'} & Pick<Logs, 'rowLook' | 'dayZone'> &
			Partial<Pick<Logs, 'zone'>>);

export type MarkAction =
	/** Marks the selected entry, or no more. */
	| {readonly kind: 'mark'}
	/** Begins a range at the selected entry, or gives it up. */
	| {readonly kind: 'range'};

export type PatternsAction =
	| {readonly kind: 'pattern-order'; readonly order: PatternOrder}
	/** Selects the pattern of a group, on a row of the list. */
	| {
			readonly kind: 'pattern-select';
			readonly group: number;
			readonly row: number;
	  }
	/** Some of what the previous deployment has logged. */
	| {
			readonly kind: 'baseline-entries';
			readonly entries: readonly Entry[];
			/** Nothing was left out between them: how often each pattern comes can be told from them. */
			readonly isSample?: boolean;
	  }
	/** All of its sample has come, or there is none. */
	| {readonly kind: 'baseline-told'; readonly baseline: Baseline}
	/** The previous deployment was asked whether it has logged something of a pattern; what it had of it came before. */
	| {
			readonly kind: 'baseline-asked';
			readonly pattern: string;
			readonly answer: DoubtAnswer;
	  }
	/** Holds the patterns against another deployment. */
	| {readonly kind: 'baseline-choose'; readonly deploymentId: string};

export type CountAction =
	/** Counts spans in place of what was counted before; none: gives that up. */
	| {readonly kind: 'count-asked'; readonly asks: readonly CountAsk[]}
	/** Entries of a page; all from `reached` on have come. */
	| {
			readonly kind: 'count-page';
			readonly key: string;
			readonly entries: Iterable<Entry>;
			readonly reached?: Micros;
	  }
	/** All have come, or no more are to be had. */
	| {
			readonly kind: 'count-ended';
			readonly key: string;
			readonly failure?: Failure;
	  }
	/** What has come so far is enough. */
	| {readonly kind: 'count-stopped'};

export type ScreenAction =
	| {
			readonly kind: 'resize';
			readonly columns: number;
			readonly rows: number;
	  }
	| {readonly kind: 'focus'; readonly focus: Focus}
	/** Selects a field of the deployment. */
	| {readonly kind: 'field-select'; readonly index: number}
	| {readonly kind: 'zoom'}
	| {readonly kind: 'mode'; readonly mode: Mode}
	/** Moves the caret of the prompt. */
	| {readonly kind: 'caret'; readonly at: number}
	/** Opens the detail view, changes what it shows, or closes it. */
	| {readonly kind: 'detail'; readonly detail?: Detail}
	| {readonly kind: 'shift'; readonly by: number}
	| {readonly kind: 'wrap'}
	/** Puts these fields in columns. */
	| {readonly kind: 'fields'; readonly names: readonly string[]}
	/** Makes the cells of the histogram so wide; as wide as all needs where absent. */
	| {readonly kind: 'bucket'; readonly width?: Micros}
	/** Shows all lines of the entry with this content, or one again. */
	| {readonly kind: 'unfold'; readonly key: string}
	| {readonly kind: 'times'; readonly times: State['screen']['times']}
	| {readonly kind: 'notice'; readonly text?: string};

/** What prompts and pickers are told. */
export type PromptAction =
	/** Types into the text prompt: what is loaded is previewed. `stem` is what was typed by hand, where the rest was completed. */
	| {
			readonly kind: 'preview';
			readonly value: string;
			readonly stem?: string;
	  }
	/** Takes away the text that was added last. */
	| {readonly kind: 'drop-text'}
	/** Leaves the text prompt as if it had not been opened. */
	| {readonly kind: 'cancel-text'}
	/** Keeps what was previewed. */
	| {readonly kind: 'submit-text'};

/** What the lists to choose from are told. */
export type ListAction =
	/** The newest of a project; those behind the page `after`. */
	| ({
			readonly kind: 'deployments-loaded';
			readonly deployments: readonly Deployment[];
	  } & OfProject &
			OfPage)
	| ({
			readonly kind: 'deployments-failed';
			readonly reason: string;
	  } & OfProject)
	| ({
			readonly kind: 'projects-loaded';
			readonly projects: readonly Project[];
	  } & OfPage)
	| {readonly kind: 'projects-failed'; readonly reason: string}
	/** Goes to each newer deployment as it appears, or no more. */
	| {readonly kind: 'latest'; readonly isFollowed: boolean};

/** Absent: the project that is explored. */
type OfProject = {readonly projectId?: string};

type OfPage = {
	/** What named the page; absent for the first one. */
	readonly after?: string;
	/** Names the page behind it. */
	readonly next?: string;
};

/**
How urgently an action is shown and acted on: a key at once; keys that repeat soon; typing as it comes. What comes by itself waits for the next frame: news are rare, arrivals are not, and what streams comes hundreds of times a second and changes nothing but entries and counts of them.
*/
export type Pace =
	'at once' | 'soon' | 'typing' | 'news' | 'arrival' | 'stream';

/** How soon an action has to be seen. */
export function paceOf({kind}: Action): Pace {
	return paces.get(kind) ?? 'at once';
}

const paces: ReadonlyMap<Action['kind'], Pace> = new Map([
	['live-entries', 'stream'],
	['worked', 'stream'],
	['page-landed', 'arrival'],
	['page-reached', 'arrival'],
	['count-page', 'arrival'],
	['build-lines', 'arrival'],
	['details-loaded', 'news'],
	['deployments-loaded', 'news'],
	['deployments-failed', 'news'],
	['clock-told', 'news'],
	['first-error-told', 'news'],
	['live-cut', 'news'],
	['live-retrying', 'news'],
	['live-opened', 'news'],
	['live-quiet', 'news'],
	['source-told', 'arrival'],
	['source-entries', 'stream'],
	['preview', 'typing'],
	['caret', 'typing'],
	['move', 'soon'],
	['scroll', 'soon'],
	['shift', 'soon'],
	['build-select', 'soon'],
	['detail', 'soon'],
]);

/** Whether an action is the reader's doing, and not something that has come. */
export function isReaders(action: Action): boolean {
	const pace = paceOf(action);
	return pace === 'at once' || pace === 'soon' || pace === 'typing';
}
