import {
	type BuildEntry,
	type Entry,
	type Micros,
	entryJson,
	safeJson,
} from '../../log/entry.ts';
import {createFilter} from '../../log/query.ts';
import {formatTime} from '../../log/wall-time.ts';
import {type TimeSpan} from '../../log/time-range.ts';
import {type State} from '../../store/state.ts';
import {isAboutToJoin} from '../../store/wanted/holes.ts';
import {plainText, sanitizeLines} from '../../text/sanitize.ts';
import {isFollowing, isReversed} from '../../store/list/viewport.ts';
import {type Logs} from '../../store/logs.ts';
import {markedRange, rangeCount} from '../../store/list/range.ts';
import {activePane} from '../view/view.ts';
import {foundLines} from '../build-log/found-lines.ts';
import {type Setting, shownSetting} from '../look/setting.ts';
import {count, filterWords, refinementsWords, counted} from '../look/words.ts';
import {
	type Binding,
	type Command,
	list,
	type ModeOf,
	say,
	sayWhere,
	keyLabel,
	inGroup,
} from '../keys/binding.ts';
import {buildCommandLine, commandLine} from './command-line.ts';
import {
	holesWords,
	isIncomplete,
	copiedEntries,
	selectedHead,
} from './contents.ts';

/** Keys that take entries away. */
export const takeKeys: readonly Binding[] = inGroup('Take', [
	{
		keys: ['y'],
		name: 'copy',
		words: ['yank', 'clipboard', 'clip', 'copy text'],
		help: 'copy the message, with its further lines',
		run: (state, setting) => copyWhole(state, 'messages', setting),
	},
	{
		keys: ['Y'],
		name: 'copy JSON',
		words: ['json', 'yank JSON'],
		help: 'copy the entry as JSON',
		run: (state, setting) => copyWhole(state, 'json', setting),
	},
	{
		keys: ['C'],
		name: 'command line',
		words: [
			'share',
			'cli',
			'copy command',
			'link',
			'permalink',
			'curl',
			'print',
			'script',
		],
		help: 'copy the command line that prints what this query asks for',
		run: copyCommand,
	},
	{
		keys: ['P'],
		name: 'bare',
		words: ['raw', 'mouse', 'select text', 'plain text', 'screenshot'],
		help: 'show the message bare, for the terminal to select from',
		run(state) {
			const [entry] = copiedEntries(state).slice(-1);
			return entry === undefined
				? sayWhere('There is no entry here to show.', hasNothing)
				: [{kind: 'show-bare', text: bareText(entry)}];
		},
	},
	{
		keys: ['s'],
		name: 'save',
		words: ['export', 'write', 'download', 'file', 'save as', 'dump'],
		help: 'save what is shown to a file, or the range',
		run: (state, {deploymentId, now}) =>
			isListEmpty(state)
				? sayWhere('There is nothing here to save.', isListEmpty)
				: [
						{
							kind: 'mode',
							mode: {
								kind: 'save',
								value: `${fileWords(deploymentId)}${activePane(state) === 'build' ? '-build' : ''}-${dateWords(now())}.ndjson`,
							},
						},
					],
	},
	{
		keys: ['|'],
		name: 'pager',
		words: [
			'less',
			'editor',
			'pipe',
			'vim',
			'open in editor',
			'nano',
			'emacs',
			'more',
			'jq',
		],
		help: 'open what is shown, or the range, in $PAGER or $EDITOR',
		run: (state, setting) =>
			isListEmpty(state)
				? sayWhere('There is nothing here to open.', isListEmpty)
				: takeWhole('open', state, setting),
	},
]);

const mostFileCharacters = 80;

/** A name of a server's as a part of a file's name: it leads to no other folder, and is no flag of a program that is given the file. */
function fileWords(name: string): string {
	return name
		.slice(0, mostFileCharacters)
		.replaceAll(/[^\w.\-]/gv, '_')
		.replace(/^[.\-]+/v, '');
}

function hasNothing(state: State): boolean {
	return copiedEntries(state).length === 0;
}

function isListEmpty(state: State): boolean {
	return activePane(state) === 'build'
		? foundLines(state).length === 0
		: state.logs.view.first() === undefined;
}

/** `20261124-120321`, for the name of a file. */
function dateWords(time: Micros): string {
	return formatTime(time)
		.slice(0, 19)
		.replaceAll(/[\-:]/gv, '')
		.replace('T', '-');
}

/** The whole message, with its colours and nothing else that a terminal obeys. */
function bareText({message}: Entry | BuildEntry): string {
	return [
		...sanitizeLines(message.replace(/\r?\n$/v, '')),
		'',
		'any key comes back to deplog',
		'',
	].join('\n');
}

function copyCommand(state: State, {invocation}: Setting): Command[] {
	if (invocation.now.length === 0) {
		return say('What came through standard input cannot be asked for again.');
	}

	const {query} = state.logs;
	const isBuild = activePane(state) === 'build';
	const line = isBuild
		? buildCommandLine(invocation.now)
		: commandLine(invocation.now, query, {isPrinting: true});
	if (line.kind === 'refused') {
		return say(line.reason);
	}

	const filter = isBuild ? searchWords(state) : refinementsWords(query);
	return [
		{
			kind: 'copy',
			what: 'command',
			text: line.text,
			...(filter !== '' && {
				caveat: `without ${filter}, which only deplog's screen filters`,
			}),
		},
	];
}

/** What the build log is narrowed to; empty for nothing. */
function searchWords({build: {search, levels}}: State): string {
	return filterWords(createFilter({levels, text: search}));
}

type Purpose = ModeOf<'incomplete'>['purpose'];

/** Where a range has holes, the reader is told of them first. */
function copyWhole(
	state: State,
	purpose: 'messages' | 'json',
	setting: Setting,
): Command[] {
	return state.logs.rangeFrom === undefined
		? copy(state, purpose, setting)
		: takeWhole(purpose, state, setting);
}

function takeWhole(
	purpose: Purpose,
	state: State,
	setting: Setting,
): Command[] {
	return isIncomplete(state) && !isAboutToJoin(state)
		? [{kind: 'mode', mode: {kind: 'incomplete', purpose}}]
		: take(purpose, state, setting);
}

/** Takes what is there, whatever is missing. */
export function takeIncomplete(
	{purpose}: ModeOf<'incomplete'>,
	state: State,
	setting: Setting,
): readonly Command[] {
	return [list, ...take(purpose, state, setting)];
}

function take(purpose: Purpose, state: State, setting: Setting): Command[] {
	return purpose === 'open' ? [{kind: 'open'}] : copy(state, purpose, setting);
}

const copies = {
	messages: {one: 'message', several: 'messages', textOf: messageText},
	json: {one: 'entry', several: 'entries', textOf: jsonText},
};

function copy(
	state: State,
	purpose: 'messages' | 'json',
	setting: Setting,
): Command[] {
	const {one, several, textOf} = copies[purpose];
	const entries = copiedEntries(state);
	const isRange =
		activePane(state) === 'logs' && state.logs.rangeFrom !== undefined;
	const missing = isRange
		? holesWords(state, shownSetting(setting, state))
		: '';
	const span = isRange ? spanOf(entries) : undefined;
	if (entries.length === 0) {
		return sayWhere('There is no entry here to copy.', hasNothing);
	}

	return [
		{
			kind: 'copy',
			what: entries.length === 1 ? one : `${count(entries.length)} ${several}`,
			text: entries.map((entry) => textOf(entry)).join('\n'),
			...(span !== undefined && {span}),
			...(missing !== '' && {caveat: `without ${missing}`}),
		},
		...(state.logs.rangeFrom === undefined ? [] : [{kind: 'range'} as const]),
	];
}

function spanOf(
	entries: ReadonlyArray<Entry | BuildEntry>,
): TimeSpan | undefined {
	const [first, last] = [entries[0]?.time, entries.at(-1)?.time];
	return first === undefined || last === undefined
		? undefined
		: {from: Math.min(first, last), to: Math.max(first, last)};
}

function messageText({message}: Entry | BuildEntry): string {
	return plainText(message).replace(/\n$/v, '');
}

function jsonText(entry: Entry | BuildEntry): string {
	return 'region' in entry
		? entryJson(entry)
		: safeJson({level: entry.level, message: entry.message});
}

/** Keys that keep hold of entries. */
export const markKeys: readonly Binding[] = inGroup('Take', [
	{
		keys: ['m'],
		name: 'mark',
		words: ['bookmark', 'pin', 'star', 'unmark', 'flag'],
		help: 'mark the entry, or unmark it',
		run: (state) => withEntry(state, [{kind: 'mark'}]),
	},
	{
		keys: ["'"],
		name: 'next mark',
		words: ['bookmarks'],
		help: 'the next mark; a long jump sets one where it began',
		run: nextMark,
	},
	{
		keys: ['V'],
		name: 'range',
		words: ['select', 'visual', 'visual line', 'select lines'],
		help: 'begin a range of entries for y Y s |, or drop it',
		run: (state) =>
			state.logs.rangeFrom === undefined
				? withEntry(state, [
						// A range that grows by itself is none.
						...(isFollowing(state.logs) ? [{kind: 'hold'} as const] : []),
						{kind: 'range'},
					])
				: [{kind: 'range'}],
	},
]);

function withEntry(state: State, commands: readonly Command[]) {
	return selectedHead(state) === undefined
		? sayWhere(
				'There is no entry here.',
				(later) => selectedHead(later) === undefined,
			)
		: commands;
}

function nextMark(state: State): readonly Command[] {
	const {logs} = state;
	const inTime = logs.marks.toSorted((a, b) => a.entry.time - b.entry.time);
	const marks = isReversed(logs) ? inTime.toReversed() : inTime;
	const selected = selectedHead(state);
	const {selection} = logs;
	const at = marks.findIndex(
		({id}) => selection.kind === 'entry' && id === selection.id,
	);
	const after = marks.findIndex(({entry}) =>
		selected === undefined || isReversed(logs)
			? entry.time < (selected?.time ?? 0)
			: entry.time > selected.time,
	);
	const next = marks[at === -1 ? after : at + 1] ?? marks[0];
	return next === undefined
		? say('There is no mark yet. m sets one.')
		: [{kind: 'go', selection: {kind: 'awaited', entry: next.entry}}];
}

/** What the footer says of a key; the higher the rank, the sooner it gives way. */
export type Hint = {
	readonly keys: string;
	readonly words: string;
	readonly rank: number;
};

/** `12 entries · y copy  s save`: how many entries the range that was begun holds, and what can be done with them. */
export function rangeHints(logs: Logs): readonly Hint[] {
	const range = markedRange(logs);
	const count = range === undefined ? 0 : rangeCount(range, logs);
	return [
		{keys: counted(count, 'entry', 'entries'), words: '·', rank: 0},
		...(
			[
				['y', 'copy', 0],
				['Y', 'copy JSON', 2],
				['s', 'save', 0],
				['|', 'open in a pager', 3],
				['j k', 'more, fewer', 4],
				['V', 'drop', 1],
				['?', 'keys', 5],
			] as const
		).flatMap(([chords, words, rank]) => {
			const keys = chords
				.split(' ')
				.map((chord) => keyLabel(chord))
				.filter((label) => label !== '')
				.join(' ');
			return keys === '' ? [] : [{keys, words, rank}];
		}),
	];
}
