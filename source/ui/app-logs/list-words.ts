import {type Micros} from '../../log/entry.ts';
import {heldExtent} from '../../store/wanted/holes.ts';
import {heldCount, rangePaging, isNarrowedHere} from '../../store/missing.ts';
import {type Timestamps, createTimestamps} from '../../text/timestamp.ts';
import {countUnseen} from '../../store/list/list.ts';
import {type State} from '../../store/state.ts';
import {matchIndex} from '../../store/list/jump.ts';
import {type Logs, type Measures, type RowLook} from '../../store/logs.ts';
import {type Store} from '../../store/create-store.ts';
import {levels} from '../../log/level.ts';
import {isWider, loadedFilter} from '../../log/query.ts';
import {type Gap} from '../../timeline/coverage.ts';
import {knownCoverage} from '../../timeline/known.ts';
import {type Rule} from '../../store/list/rule.ts';
import {anchorTime} from '../../store/list/viewport.ts';
import {type Step} from '../../store/trail.ts';
import {isAnsweredLocally} from '../../store/wanted/wanted-page.ts';
import {
	count,
	counted,
	queryWords,
	durationWords,
	safe,
} from '../look/words.ts';
import {messageWidth, messageRows} from '../entry/entry-rows.ts';
import {type Setting} from '../look/setting.ts';
import {bareTheme} from '../look/theme.ts';
import {shortId} from '../latest/latest-deployment.ts';

/** `▼ 128 new, 3 errors`: what came while the view is held; empty for nothing. */
export function newWords({logs}: State): string {
	const {count: newCount, errorCount} = countUnseen(logs);
	if (newCount === 0) {
		return '';
	}

	return [
		`▼ ${count(newCount)} new`,
		...(errorCount === 0 ? [] : [counted(errorCount, 'error', 'errors')]),
	].join(', ');
}

/** `match 3 of 41`, `41 matches` where the selected entry is none of them. How many there are is not told beside a place before all are counted. */
export function matchWords(logs: Logs): string {
	const {count: total, isCounting} = logs.matches.count();
	const index = matchIndex(logs);
	const counting = isCounting ? ', counting' : '';
	if (index === undefined) {
		return counted(total, 'match', 'matches') + counting;
	}

	const all = isCounting ? '' : ` of ${count(total)}`;
	return `match ${count(index + 1)}${all}${counting}`;
}

/** `12,000 loaded, more…`: how far the loading of a past range is; empty where none is under way. */
export function pagingWords(logs: Logs): string {
	return rangePaging(logs) === 'going'
		? `${count(heldCount(logs))} loaded, more…`
		: '';
}

/** Why nothing of what is loaded is to be seen: `No entry that is loaded matches errors only.` */
export function nothingLoadedWords(logs: Logs): string {
	const {since, until} = logs.query.range;
	const filter = queryWords(logs.query);
	return heldCount(logs) > 0 && filter !== ''
		? `No entry that is loaded matches ${filter}.`
		: since === undefined && until === undefined
			? 'No entry is loaded.'
			: 'No entry of that time is loaded.';
}

/** From when to when entries are loaded: ` since 11:02:41`, `, with gaps, since 11:02:41`, ` · all since the deployment`; empty where there are none. */
export function extentWords(
	state: State,
	timestamps: Timestamps,
	now: Micros,
): string {
	const extent = heldExtent(state);
	if (extent === undefined) {
		return '';
	}

	if (extent.kind === 'all') {
		return ` · all ${allWords(state)}`;
	}

	const {first, last, hasGaps} = extent;
	const at = (time: Micros) => timestamps.timeOn(now, time);
	const span =
		first === undefined
			? `until ${at(last ?? 0)}`
			: last === undefined
				? `since ${at(first)}`
				: `from ${at(first)} to ${timestamps.timeOn(first, last)}`;
	return `${hasGaps ? ', with gaps,' : ''} ${span}`;
}

/** What is all there, where nothing is missing. */
function allWords({logs: {query, traits, source}, details}: State): string {
	const {since, until} = query.range;
	if (since !== undefined || until !== undefined) {
		return 'of that time';
	}

	if (traits.isAtHand === true) {
		return source?.files.length === 1 ? 'of the file' : 'of the files';
	}

	return details.deployment === undefined
		? 'that is kept'
		: `since the ${traits.words.deployment}`;
}

/** Measures entries as they are drawn. */
export function createMeasures(): Measures {
	const zones = new Map<string, Timestamps>();
	const timestampsIn = (zone: string) => {
		const known = zones.get(zone) ?? createTimestamps(zone);
		zones.set(zone, known);
		return known;
	};

	return {
		// Colours take no cells.
		countRows: (message, {isUnfolded, ...look}) =>
			messageRows(
				message,
				{...look, shift: 0, match: [], theme: bareTheme},
				isUnfolded,
			).length,
		startOfDay: (time, zone) => timestampsIn(zone).startOfDay(time),
		offsetAt: (time, zone) => timestampsIn(zone).offsetAt(time),
	};
}

/** Keeps the store told of how entries are laid out, and in which zone days begin; returns how to stop that. */
export function settleListRows(store: Store, setting: Setting): () => void {
	return store.settle((state) => {
		const {logs} = state;
		const rowLook = rowLookOf(state, setting);
		const zone = state.screen.times === 'utc' ? 'utc' : setting.timeZone;
		const dayZone = state.screen.times === 'deployment' ? undefined : zone;
		return isSame(rowLook, logs.rowLook) &&
			dayZone === logs.dayZone &&
			zone === logs.zone
			? undefined
			: {kind: 'list-rows', rowLook, dayZone, zone};
	});
}

function rowLookOf(state: State, setting: Setting): RowLook | undefined {
	const {unfolded, isWrapped, columns} = state.screen;
	return unfolded.size === 0 && !isWrapped
		? undefined
		: {width: messageWidth(state, setting, columns), isWrapped, unfolded};
}

function isSame(a: RowLook | undefined, b: RowLook | undefined): boolean {
	return (
		a?.width === b?.width &&
		a?.isWrapped === b?.isWrapped &&
		a?.unfolded === b?.unfolded
	);
}

/** What a rule in the list says, and what can be done about it. */
export type RuleWords = {
	readonly text: string;
	readonly offer?: string;
	readonly isBad?: boolean;
};

/** Puts a rule of the list into words. */
export function ruleWords(
	rule: Rule,
	logs: Logs,
	timestamps: Timestamps,
	/** A rule above it has told why. */
	isSaid = false,
): RuleWords {
	switch (rule.kind) {
		case 'gap': {
			return missingWords(rule.gap, logs, timestamps);
		}

		case 'stopped': {
			return {
				text: `${gapWords(rule.gap, timestamps)} not loaded · stopped`,
				offer: 'enter goes on',
			};
		}

		case 'full': {
			return {
				text: `${gapWords(rule.gap, timestamps)} not loaded · no more than ${count(logs.limit)} are held at once (--buffer)`,
			};
		}

		case 'failed': {
			return {
				text: [
					`${spanWords(rule.gap, timestamps)} may be incomplete`,
					...(isSaid ? [] : [safe(rule.failure.message)]),
				].join(' · '),
				// What a file says itself that it lacks is nowhere to be had.
				...(logs.traits.isAtHand !== true && {offer: 'enter tries again'}),
				isBad: true,
			};
		}

		case 'lost': {
			return lostWords(rule.gap, logs, timestamps);
		}

		case 'reconnected': {
			const {duration, filledCount} = rule.cut;
			const count = counted(filledCount, 'entry', 'entries');
			return {
				text: `reconnected after ${durationWords(duration)} · ${count} filled${rule.isSettled ? '' : ' so far'}`,
			};
		}

		case 'day': {
			const date = timestamps.date(rule.time);
			return {text: `${weekdays[new Date(date).getUTCDay()] ?? ''} ${date}`};
		}

		case 'beginning': {
			return {text: 'beginning of the logs'};
		}

		case 'deploy': {
			return deployWords(rule, logs, timestamps);
		}
	}
}

/** Of what is loaded, or looked for, now. */
function missingWords(gap: Gap, logs: Logs, timestamps: Timestamps): RuleWords {
	const progress = pagingWords(logs);
	const search = progress === '' ? searchWords(gap, logs, timestamps) : '';
	if (search !== '') {
		return {text: search, offer: 'esc stops'};
	}

	return {
		text: [
			gapWords(gap, timestamps),
			loadingWords(gap, logs),
			...(progress === '' ? [] : ['·', progress]),
		].join(' '),
		...(progress !== '' && {offer: 'esc stops'}),
	};
}

function deployWords(
	{deploy: {id, createdAt, hasFailed}, before}: Step,
	{trail, buffer}: Logs,
	timestamps: Timestamps,
): RuleWords {
	const ids = trail.deploys.map((one) => one.id);
	return {
		text: [
			shortId(id, ids),
			hasFailed ? 'failed, deployed' : 'since',
			timestamps.timeOn(buffer.lastTime ?? createdAt, createdAt),
		].join(' '),
		offer: `enter: ${shortId(before.id, ids)}`,
	};
}

/** `searching … back to 11:20:31`: how far the search has got for what is far between; empty where there is none. */
function searchWords(gap: Gap, logs: Logs, timestamps: Timestamps): string {
	if (
		!isNarrowedHere(logs) ||
		isAnsweredLocally(logs.connection) ||
		loadingWords(gap, logs) !== 'loading'
	) {
		return '';
	}

	if (anchorTime(logs) >= gap.to) {
		const reached = Math.min(gap.to, logs.reached ?? gap.to);
		return `searching … ${backWords(reached, logs, timestamps)}`;
	}

	return gap.from <= 0
		? 'searching … from the beginning on'
		: `searching … on to ${timestamps.timeOn(logs.buffer.lastTime, gap.from)}`;
}

/** How far back has been looked; nowhere yet where that is still the end of time. */
export function backWords(
	time: Micros,
	logs: Logs,
	timestamps: Timestamps,
): string {
	return Number.isFinite(time)
		? `back to ${timestamps.timeOn(logs.buffer.lastTime, time)}`
		: 'back from now';
}

function lostWords(
	gap: Gap,
	{connection}: Logs,
	timestamps: Timestamps,
): RuleWords {
	const since = spanWords(gap, timestamps);
	return connection.kind === 'offline'
		? {
				text: `${since} may be missing · the server refuses`,
				offer: 'R tries again',
				isBad: true,
			}
		: {text: `${since} may be missing · reconnecting`};
}

/** Which levels a gap lacks, where others are loaded. */
function loadingWords({from, to}: Gap, logs: Logs): string {
	const filter = loadedFilter(logs.query);
	const held = knownCoverage(logs)
		.filter(
			(span) =>
				span.from < to &&
				span.to > from &&
				isWider({...span.filter, levels: []}, {...filter, levels: []}),
		)
		.flatMap((span) => span.filter.levels);
	const wanted = filter.levels.length === 0 ? levels : filter.levels;
	const missing = levels.filter(
		(level) => wanted.includes(level) && !held.includes(level),
	);
	const names = held.length === 0 ? '' : missing.join(', ');
	if (isAnsweredLocally(logs.connection)) {
		return names === '' ? 'not loaded' : `without ${names}`;
	}

	return names === '' ? 'loading' : `loading ${names}`;
}

const weekdays = [
	'Sunday',
	'Monday',
	'Tuesday',
	'Wednesday',
	'Thursday',
	'Friday',
	'Saturday',
];

/** `12:01–12:03`, `before 12:03`, `since 12:01`. */
function gapWords({from, to}: Gap, timestamps: Timestamps): string {
	if (to === Number.POSITIVE_INFINITY) {
		return `since ${timestamps.time(from)}`;
	}

	if (from === 0) {
		return `before ${timestamps.time(to)}`;
	}

	const [start, end] = ends(from, to, timestamps);
	return `${start}–${end}`;
}

/** `12:02:11 to 12:02:40`. */
function spanWords({from, to}: Gap, timestamps: Timestamps): string {
	if (to === Number.POSITIVE_INFINITY) {
		return from === 0 ? 'entries' : `entries since ${timestamps.time(from)}`;
	}

	if (from === 0) {
		return `before ${timestamps.time(to)}`;
	}

	const [start, end] = ends(from, to, timestamps);
	return `${start} to ${end}`;
}

function ends(from: Micros, to: Micros, timestamps: Timestamps) {
	const isOneDay = timestamps.date(from) === timestamps.date(to);
	return [from, to].map((time) =>
		isOneDay ? timestamps.time(time) : timestamps.dateTime(time),
	);
}
