import {markKeys, takeKeys} from '../take/take-keys.ts';
import {
	type View,
	type Layout,
	type Snapshot,
	type Title,
	activePane,
} from '../view/view.ts';
import {type Micros} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {type ViewCount} from '../../store/view/view.ts';
import {viewport} from '../../store/list/viewport.ts';
import {type Timestamps} from '../../text/timestamp.ts';
import {width as widthOf} from '../../text/width.ts';
import {isWide} from '../look/surface.ts';
import {type Setting} from '../look/setting.ts';
import {
	count,
	counted,
	levelWords,
	refinementsWords,
	orderWords,
	rangeWords,
	regionWords,
	shiftWords,
	shortRegion,
	textWords,
	safe,
} from '../look/words.ts';
import {chooseWords} from '../latest/latest-deployment.ts';
import {type LogSource} from '../../log/feed-traits.ts';
import {entryKeys} from './entry-keys.ts';
import {filterKeys} from './filter-keys.ts';
import {createLogRows} from './log-rows.ts';
import {moveKeys} from './move-keys.ts';
import {readKeys} from './read-keys.ts';
import {extentWords, matchWords, newWords, pagingWords} from './list-words.ts';

/** The app logs, past and live. */
export const logsView: View = {
	place: 'pane',
	keys: [
		...filterKeys,
		...moveKeys,
		...readKeys,
		...entryKeys,
		...markKeys,
		...takeKeys,
	],
	title: logsTitle,
	list: {
		createRows: createLogRows,
		changesWith: 'entries',
		scroll: (_state, by) => [{kind: 'scroll', by}],
	},
};

/** Of the rule around both titles. */
const frameCells = 8;

/** What the rule above the list says: the query at the left, how much of it there is at the right. */
export function logsTitle(
	{state, layout, shown, loaded, now}: Snapshot,
	setting: Setting,
): Title {
	const {timestamps, theme} = setting;
	const {logs, screen} = state;
	if (state.isUnchosen) {
		return {left: theme.paint('strong', chooseWords(state))};
	}

	const {query} = logs;
	const isRoomy = isWide(screen.columns);
	const words = [
		// What must be seen stands first where there is little room.
		isRoomy ? '' : theme.paint('busy', pagingWords(logs)),
		isRoomy ? sourceWords(logs.source) : '',
		levelWords(query.filter) || (isRoomy ? 'all levels' : ''),
		regionWords(query.filter) || (isRoomy ? seenRegions(logs) : ''),
		textWords(query.filter),
		refinementsWords(query),
		rangeWords(query.range, timestamps),
		orderWords(query),
		query.scope === 'everything' ? 'in context' : '',
		activePane(state) === 'build' ? '' : shiftWords(screen.shift),
	].filter(Boolean);
	const title = theme.paint(
		screen.focus === 'logs' ? 'focused' : 'strong',
		'3 Logs',
	);
	const left = [
		title,
		// A range that names the day has said it.
		...dayOnTop(state, timestamps, now).filter(
			(day) => !words.some((word) => word.includes(day)),
		),
		// Before a text, which may be long.
		...(isLocalOnly(state) ? [theme.paint('busy', 'local only')] : []),
		...words,
	].join(' · ');
	const counts = {shown, loaded, now, layout, isRoomy, setting};
	const right = countWords(state, {...counts, hasExtent: true});
	return {
		left,
		// The counts themselves give way later than what they are of.
		right:
			widthOf(left) + widthOf(right) + frameCells <= screen.columns
				? right
				: countWords(state, {...counts, hasExtent: false}),
	};
}

/** The day of the rows on top, where it is not today's. */
function dayOnTop(
	{logs, screen}: State,
	{date}: Timestamps,
	now: Micros,
): readonly string[] {
	const top = viewport(logs).items.find((item) => item.kind === 'entry');
	return top?.kind !== 'entry' ||
		screen.times === 'deployment' ||
		date(top.time) === date(now)
		? []
		: [date(top.time)];
}

/** A region that all entries have is said here and not in each row. */
function seenRegions({buffer}: State['logs']): string {
	// No more of them are looked at than tell whether there are several.
	const [first, ...others] = buffer.regions.names.slice(0, 3).filter(Boolean);
	return first === undefined || others.length > 0
		? 'all regions'
		: shortRegion(first);
}

/** Without a connection a filter is answered from what is loaded. */
function isLocalOnly({logs: {connection}}: State): boolean {
	return (
		connection.kind === 'reconnecting' ||
		connection.kind === 'offline' ||
		(connection.kind === 'connecting' && connection.after === 'loss')
	);
}

function countWords(
	state: State,
	{
		shown,
		loaded,
		now,
		layout,
		isRoomy,
		setting: {theme, timestamps},
		hasExtent,
	}: {
		readonly shown: ViewCount;
		readonly loaded: number;
		readonly now: Micros;
		readonly layout: Layout;
		readonly isRoomy: boolean;
		readonly setting: Setting;
		/** Whether it says of which time they are. */
		readonly hasExtent: boolean;
	},
): string {
	const {logs} = state;
	const {malformedCount} = logs;
	const newcomers = isInHistogram(layout) ? '' : newWords(state);
	const shownWords = shown.isCounting
		? `${count(shown.count)} shown, counting`
		: `${count(shown.count)} shown`;
	return [
		...(newcomers === '' ? [] : [theme.paint('strong', newcomers)]),
		...(isRoomy && malformedCount > 0
			? [`${counted(malformedCount, 'line', 'lines')} left out: no entries`]
			: []),
		...(isRoomy && logs.buffer.untimedCount > 0
			? [
					`${counted(logs.buffer.untimedCount, 'entry', 'entries')} without a time of ${logs.buffer.untimedCount === 1 ? 'its' : 'their'} own`,
				]
			: []),
		...(logs.query.scope === 'everything' ? [matchWords(logs)] : [shownWords]),
		...(isRoomy
			? [
					pagingWords(logs) ||
						`${count(loaded)} loaded${hasExtent ? extentWords(state, timestamps, now) : ''}`,
				]
			: []),
	].join(' · ');
}

/** The histogram's row has a corner for what is new. */
function isInHistogram(layout: Layout): boolean {
	return layout.kind === 'panes' && layout.histogram !== undefined;
}

/** In which format files are read, and how many lines did not fit it: `pino, 3 lines as text`. */
function sourceWords(source: LogSource | undefined): string {
	const formats = new Set(
		source?.files.map(({format}) => format).filter(Boolean),
	);
	let oddCount = 0;
	for (const file of source?.files ?? []) {
		oddCount += file.oddCount;
	}

	return [
		...[...formats].map((format) => safe(format)),
		...(oddCount === 0
			? []
			: [
					`${counted(oddCount, 'line', 'lines')} did not fit${formats.size > 1 ? ' theirs' : ''}`,
				]),
	].join(', ');
}
