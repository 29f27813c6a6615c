import {foldKey} from '../../log/entry.ts';
import {firstLine} from '../../log/first-line.ts';
import {levelOf} from '../../log/level.ts';
import {createQuery, isSameMatching} from '../../log/query.ts';
import {fieldCatalog} from '../../store/fields/field-catalog.ts';
import {isAnsweredLocally} from '../../store/wanted/wanted-page.ts';
import {errorFrom, type Jump, matchFrom} from '../../store/list/jump.ts';
import {type Rule} from '../../store/list/rule.ts';
import {type State} from '../../store/state.ts';
import {
	anchorTime,
	isFollowing,
	isReversed,
	selectionOf,
} from '../../store/list/viewport.ts';
import {type Setting} from '../look/setting.ts';
import {selectedHead} from '../take/contents.ts';
import {
	type Binding,
	type Command,
	say,
	sayWhere,
	inGroup,
} from '../keys/binding.ts';
import {jumpKeys} from '../keys/shared-keys.ts';
import {inWordsOf} from '../look/words.ts';
import {matchWords} from './list-words.ts';

/** Keys that help to read: what is around matches, from one to the next, whole messages, times. */
export const readKeys: readonly Binding[] = inGroup('Read', [
	{
		keys: ['c'],
		name: 'context',
		words: ['around', 'surrounding', 'before and after', 'neighbors'],
		help: 'context: only what matches, or everything around it',
		hint: {words: 'context', rank: 5},
		run: turnContext,
	},
	...jumpKeys({match: goToMatch, error: goToError}),
	{
		keys: ['u'],
		name: 'unfold',
		words: [
			'expand',
			'fold',
			'stack',
			'stacktrace',
			'stack trace',
			'collapse',
			'multi-line',
		],
		help: 'unfold the entry in place, fold it again',
		run: unfold,
	},
	{
		keys: ['v'],
		name: 'wrap',
		words: [
			'fold lines',
			'word wrap',
			'soft wrap',
			'line wrap',
			'unwrap',
			'truncate',
			'long lines',
		],
		help: 'wrap long messages, or cut them',
		run: ({screen}) => [
			{kind: 'wrap'},
			...say(
				screen.isWrapped
					? 'Long messages are cut: l goes sideways.'
					: 'Long messages are wrapped.',
			),
		],
	},
	{
		keys: ['.'],
		name: 'columns',
		words: ['fields', 'table', 'pick columns', 'attributes'],
		help: 'columns: fields of messages as columns',
		run: openFields,
	},
	{
		keys: ['T'],
		name: 'time zone',
		words: [
			'timezone',
			'utc',
			'clock',
			'relative times',
			'timestamps',
			'local time',
			'gmt',
			'tz',
		],
		help: 'times: in the time zone, in UTC, since this deployment',
		run: turnTimes,
	},
]);

function openFields({screen, logs}: State): Command[] {
	// What is near has been looked at by the time the picker is seen.
	fieldCatalog(logs.buffer).has('', anchorTime(logs));
	return [
		{
			kind: 'mode',
			mode: {
				kind: 'fields',
				value: '',
				chosen: screen.fields,
				index: 0,
			},
		},
	];
}

function turnContext({logs: {query}}: State): Command[] {
	if (query.scope === 'everything') {
		return [{kind: 'query', query: {...query, scope: 'matches'}}];
	}

	return isSameMatching(query, createQuery())
		? say('There is no filter: everything is shown already.')
		: [{kind: 'query', query: {...query, scope: 'everything'}}];
}

function goToMatch(state: State, by: number): Command[] {
	const {logs} = state;
	const jump = matchFrom(logs, by);
	if (jump.kind !== 'found') {
		const words = matchWords(logs);
		return sayWhere(
			`There is no ${directionWord(by, logs)} match loaded. ${words}.`,
			(now) => matchWords(now.logs) === words,
		);
	}

	const selection = selectionOf(jump.item, logs);
	const words = matchWords({...logs, selection});
	return [
		{kind: 'go', selection},
		...sayWhere(`${words}.`, (now) => matchWords(now.logs) === words),
	];
}

function goToError({logs}: State, by: number): Command[] {
	const isForward = by > 0 !== isReversed(logs);
	const jump: Jump = errorFrom(logs, by);
	const word = directionWord(by, logs);
	switch (jump.kind) {
		case 'found': {
			return [{kind: 'go', selection: selectionOf(jump.item, logs)}];
		}

		case 'gap': {
			return [
				{kind: 'go', selection: selectionOf(jump.item, logs)},
				...say(
					`No ${word} error is loaded up to here: ${missingWords(jump.item.rule, logs)}. ${by > 0 ? 'J' : 'K'} goes on.`,
				),
			];
		}

		case 'none': {
			return sayWhere(
				jump.isKnown
					? `There is no ${word} error.`
					: `No ${word} error is known.`,
				noErrorSince(logs, isForward),
			);
		}
	}
}

/** Why an error may be there that is not known. */
function missingWords({kind}: Rule, {connection}: State['logs']): string {
	switch (kind) {
		case 'gap': {
			return isAnsweredLocally(connection)
				? 'this cannot be loaded without a connection'
				: 'this is being loaded';
		}

		case 'stopped': {
			return 'the loading was stopped';
		}

		case 'full': {
			return 'there is no room for more';
		}

		case 'failed': {
			return 'this could not be loaded';
		}

		case 'beginning':
		case 'day':
		case 'deploy':
		case 'lost':
		case 'reconnected': {
			return 'this may be missing';
		}
	}
}

/** Whether nothing that came since is an error: what arrives is looked at once. Towards the past nothing arrives. */
function noErrorSince(
	{view}: State['logs'],
	isForward: boolean,
): (state: State) => boolean {
	let newest = view.last();
	let newestId = newest === undefined ? undefined : view.idAt(newest);
	let isSo = true;
	return ({logs}) => {
		if (logs.view !== view) {
			return false;
		}

		newest = view.last();
		if (!isForward) {
			return isSo;
		}

		for (
			let spot = newest;
			isSo && spot !== undefined && view.idAt(spot) !== newestId;
			spot = view.previous(spot)
		) {
			isSo = levelOf(logs.buffer.levelOf(view.idAt(spot))) !== 'error';
		}

		newestId = newest === undefined ? newestId : view.idAt(newest);
		return isSo;
	};
}

function directionWord(by: number, logs: State['logs']): string {
	return by > 0 === isReversed(logs) ? 'earlier' : 'later';
}

function unfold(state: State): Command[] {
	const entry = selectedHead(state);
	if (entry === undefined) {
		return say('u unfolds an entry: none is selected.');
	}

	const key = foldKey(entry);
	const isLong =
		state.screen.unfolded.has(key) ||
		entry.unreadLines !== undefined ||
		firstLine(entry.message).moreCount > 0 ||
		entry.message.length > state.screen.columns / 2;
	return isLong
		? [
				...(isFollowing(state.logs) ? [{kind: 'hold'} as const] : []),
				{kind: 'unfold', key},
			]
		: say('The whole message is on its row.');
}

function turnTimes(
	{screen, details, logs}: State,
	{timestamps, now}: Setting,
): Command[] {
	const zone = timestamps.zoneLabel(now());
	const choices = (['zone', 'utc', 'deployment'] as const).filter(
		(one) =>
			(one !== 'utc' || zone !== 'UTC') &&
			(one !== 'deployment' || details.deployment?.createdAt !== undefined),
	);
	const times =
		choices[(choices.indexOf(screen.times) + 1) % choices.length] ?? 'zone';
	const words = {
		zone: `Times are in ${zone}.`,
		utc: 'Times are in UTC.',
		deployment: inWordsOf(
			logs.traits,
			'Times are counted from the deployment.',
		),
	};
	return [{kind: 'times', times}, ...say(words[times])];
}
