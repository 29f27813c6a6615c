import {
	heldCount,
	knownGaps,
	isNarrowedHere,
	isSearchStopped,
	rangePaging,
} from '../../store/missing.ts';
import {isSearching} from '../../store/list/viewport.ts';
import {type Logs} from '../../store/logs.ts';
import {otherSpelling} from '../../store/list/other-spelling.ts';
import {type Face} from '../look/line.ts';
import {type Setting} from '../look/setting.ts';
import {
	count,
	counted,
	queryWords,
	rangeWords,
	refinementWords,
	safe,
	textWords,
} from '../look/words.ts';
import {pagingWords, backWords} from './list-words.ts';

/** Why there is no entry to be seen, and what to do. */
export function logsFace(logs: Logs, {timestamps}: Setting): Face {
	const {connection, query, failedGaps} = logs;
	const filter = queryWords(query);
	const failed = (message: string, nextStep: string): Face => ({
		role: 'bad',
		lines: [safe(message), nextStep, ...hiddenLines(logs, filter)],
	});
	if (connection.kind === 'offline') {
		return failed(connection.failure.message, 'R tries again.');
	}

	const failedGap = failedGaps.at(-1);
	if (failedGap !== undefined) {
		return failed(failedGap.failure.message, 'enter tries again.');
	}

	if (connection.kind === 'reconnecting') {
		return failed(
			connection.failure?.message ?? 'The connection was lost.',
			'deplog keeps trying.',
		);
	}

	const range = rangeWords(query.range, timestamps);
	if (rangePaging(logs) === 'stopped' || isSearchStopped(logs)) {
		return {
			role: 'text',
			lines: [
				filter === ''
					? 'Stopped before an entry came.'
					: `Stopped; what is loaded does not match ${filter}.`,
				'enter goes on.',
			],
		};
	}

	if (connection.kind === 'connecting' || knownGaps(logs).length > 0) {
		return waitingFace(logs, [filter, range], timestamps);
	}

	if (!logs.view.isDone) {
		return {role: 'quiet', lines: ['Searching …', filter].filter(Boolean)};
	}

	if (filter !== '') {
		return unmatchedFace(logs, filter, range);
	}

	if (range !== '') {
		return {
			role: 'text',
			lines: [`No entries ${range}.`, 't chooses another time.'],
		};
	}

	if (logs.source !== undefined && !logs.traits.isLive) {
		return {
			role: 'text',
			lines: [
				logs.source.files.length === 1
					? 'The file holds no entries.'
					: 'The files hold no entries.',
			],
		};
	}

	return {
		role: 'text',
		lines: [
			'Nothing has been logged yet.',
			'Entries appear here as they come.',
		],
	};
}

/** Says what is being asked for while something may still come. */
function waitingFace(
	logs: Logs,
	asked: readonly string[],
	timestamps: Setting['timestamps'],
): Face {
	return {
		role: 'quiet',
		lines: [
			logs.connection.kind === 'connecting'
				? 'Connecting …'
				: logs.reached !== undefined && isNarrowedHere(logs)
					? `Searching … ${backWords(logs.reached, logs, timestamps)}`
					: 'Loading …',
			[...asked, pagingWords(logs)].filter(Boolean).join(' · '),
			...(isSearching(logs) ? ['esc stops.'] : []),
		].filter(Boolean),
	};
}

/** Says that what is loaded does not match, and what to do about it. */
function unmatchedFace(logs: Logs, filter: string, range: string): Face {
	const other = otherSpellingWords(logs);
	return {
		role: 'text',
		lines: [
			`No entry matches ${filter}${range === '' ? '.' : `, ${range}.`}`,
			...(other === '' ? [] : [other]),
			`x clears the filter${othersWords(logs)}.`,
		],
	};
}

/** `12 loaded entries have "timeout": enter searches for that.`; empty where nothing is spelled so. */
function otherSpellingWords(logs: Logs): string {
	const other = otherSpelling(logs);
	if (other === undefined) {
		return '';
	}

	const {filter, refinements} = logs.query;
	const spelled = [
		...(other.text === filter.text ? [] : [textWords(other)]),
		...other.refinements
			.filter((one, index) => one !== refinements[index])
			.map((one) => refinementWords(one)),
	].join(' · ');
	const entries =
		other.triedCount === undefined
			? counted(other.count, 'loaded entry has', 'loaded entries have')
			: `${count(other.count)} of the newest ${count(other.triedCount)} loaded entries have`;
	return `${entries} ${spelled}: enter searches for that.`;
}

/** Where the rest cannot be had, what is loaded may be hidden all the same. */
function hiddenLines(logs: Logs, filter: string): readonly string[] {
	return filter === '' || heldCount(logs) === 0
		? []
		: [
				`Nothing that is loaded matches ${filter}: x clears the filter${othersWords(logs)}.`,
			];
}

function othersWords(logs: Logs): string {
	const held = heldCount(logs);
	return held === 0
		? ''
		: ` and shows ${counted(held, 'entry', 'entries')} more`;
}
