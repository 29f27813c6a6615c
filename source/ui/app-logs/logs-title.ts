import {type State} from '../../store/state.ts';
import {type ViewCount} from '../../store/view/view.ts';
import {isWide} from '../look/size.ts';
import {type Setting} from '../look/setting.ts';
import {type Theme} from '../look/theme.ts';
import {
	count,
	counted,
	levelWords,
	localWords,
	orderWords,
	rangeWords,
	regionWords,
	shiftWords,
	shortRegion,
	textWords,
} from '../look/words.ts';
import {type Layout} from '../view/layout.ts';
import {type Snapshot} from '../view/snapshot.ts';
import {type Title} from '../view/view.ts';
import {activePane} from '../build-log/active-pane.ts';
import {matchWords} from './match-words.ts';
import {newWords} from './new-words.ts';
import {pagingWords} from './paging-words.ts';

/** What the rule above the list says: the query at the left, how much of it there is at the right. */
export function logsTitle(
	{state, layout, shown}: Snapshot,
	{timestamps, theme}: Setting,
): Title {
	const {logs, screen} = state;
	const {query} = logs;
	const isRoomy = isWide(screen.columns);
	const words = [
		// What must be seen stands first where there is little room.
		isRoomy ? '' : theme.paint('busy', pagingWords(logs)),
		levelWords(query.filter) || (isRoomy ? 'all levels' : ''),
		regionWords(query.filter) || (isRoomy ? seenRegions(logs) : ''),
		textWords(query.filter),
		localWords(query),
		rangeWords(query.range, timestamps),
		orderWords(query),
		query.scope === 'everything' ? 'in context' : '',
		activePane(state) === 'build' ? '' : shiftWords(screen.shift),
	].filter(Boolean);
	const title = theme.paint(
		screen.focus === 'logs' ? 'focused' : 'strong',
		'3 Logs',
	);
	return {
		left: [
			title,
			// Before a text, which may be long.
			...(isLocalOnly(state) ? [theme.paint('busy', 'local only')] : []),
			...words,
		].join(' · '),
		right: countWords(state, {shown, layout, isRoomy, theme}),
	};
}

/** A region that all entries have is said here and not in each row. */
function seenRegions({buffer}: State['logs']): string {
	const [first, ...others] = buffer.regions.names.filter(Boolean);
	return first === undefined || others.length > 0
		? 'all regions'
		: shortRegion(first);
}

/** Without a connection a filter is answered from what is loaded. */
function isLocalOnly({logs: {connection}}: State): boolean {
	return (
		connection.kind === 'reconnecting' ||
		connection.kind === 'offline' ||
		(connection.kind === 'connecting' && connection.lostAt !== undefined)
	);
}

function countWords(
	state: State,
	{
		shown,
		layout,
		isRoomy,
		theme,
	}: {
		readonly shown: ViewCount;
		readonly layout: Layout;
		readonly isRoomy: boolean;
		readonly theme: Theme;
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
		...(logs.query.scope === 'everything' ? [matchWords(logs)] : [shownWords]),
		...loadedWords(logs, isRoomy),
	].join(' · ');
}

function loadedWords(logs: State['logs'], isRoomy: boolean): string[] {
	return isRoomy
		? [pagingWords(logs) || `${count(logs.buffer.count)} loaded`]
		: [];
}

/** The histogram's row has a corner for what is new. */
function isInHistogram(layout: Layout): boolean {
	return layout.kind === 'panes' && layout.histogram !== undefined;
}
