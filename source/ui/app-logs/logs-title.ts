import {type State} from '../../store/state.ts';
import {type ViewCount} from '../../store/view.ts';
import {isWide} from '../layout.ts';
import {type Setting} from '../setting.ts';
import {
	count,
	counted,
	levelWords,
	localWords,
	orderWords,
	rangeWords,
	regionWords,
	textWords,
} from '../words.ts';

/** What the rule above the list says: the query at the left, how much of it there is at the right. */
export function logsTitle(
	state: State,
	shown: ViewCount,
	{timestamps, theme}: Setting,
): {readonly left: string; readonly right: string} {
	const {logs, screen} = state;
	const {query} = logs;
	const isRoomy = isWide(screen.columns);
	const words = [
		levelWords(query.filter) || (isRoomy ? 'all levels' : ''),
		regionWords(query.filter) || (isRoomy ? 'all regions' : ''),
		textWords(query.filter),
		localWords(query),
		rangeWords(query.range, timestamps),
		orderWords(query),
	].filter(Boolean);
	const title = theme.paint(
		screen.focus === 'logs' ? 'focused' : 'strong',
		'3 Logs',
	);
	return {
		left: [
			title,
			...words,
			...(isLocalOnly(state) ? [theme.paint('busy', 'local only')] : []),
		].join(' · '),
		right: countWords(state, shown, isRoomy),
	};
}

/** Without a connection a filter is answered from what is loaded. */
function isLocalOnly({logs: {connection}}: State): boolean {
	return (
		connection.kind === 'reconnecting' ||
		connection.kind === 'offline' ||
		(connection.kind === 'connecting' && connection.lostAt !== undefined)
	);
}

function countWords({logs}: State, shown: ViewCount, isRoomy: boolean): string {
	const {buffer, malformedCount} = logs;
	const shownWords = shown.isCounting
		? `${count(shown.count)} shown, counting`
		: `${count(shown.count)} shown`;
	return [
		...(isRoomy && malformedCount > 0
			? [`${counted(malformedCount, 'line', 'lines')} left out: no entries`]
			: []),
		shownWords,
		...(isRoomy ? [`${count(buffer.count)} loaded`] : []),
	].join(' · ');
}
