import {type BuildEntry, type Entry, type Micros} from '../../log/entry.ts';
import {entryJson, safeJson} from '../../log/entry-json.ts';
import {formatTime} from '../../log/time-text.ts';
import {type State} from '../../store/state.ts';
import {plainText} from '../../text/plain-text.ts';
import {sanitize} from '../../text/sanitize.ts';
import {activePane} from '../build-log/active-pane.ts';
import {foundLines} from '../build-log/found-lines.ts';
import {count} from '../look/words.ts';
import {type Binding, type Command, say} from '../keys/binding.ts';
import {commandLine} from './command-line.ts';
import {copiedEntries} from './taken-entries.ts';

/** Keys that take entries away. */
export const takeKeys: readonly Binding[] = [
	{
		keys: ['y'],
		name: 'copy',
		words: ['yank', 'clipboard'],
		help: 'copy the message, with its further lines',
		group: 'Take',
		run: (state) => copy(state, ['message', 'messages'], messageText),
	},
	{
		keys: ['Y'],
		name: 'copy JSON',
		words: ['json', 'yank JSON'],
		help: 'copy the entry as JSON',
		group: 'Take',
		run: (state) => copy(state, ['entry', 'entries'], jsonText),
	},
	{
		keys: ['C'],
		name: 'command line',
		words: ['share', 'cli', 'copy command'],
		help: 'copy the command line that prints what this query asks for',
		group: 'Take',
		run({logs: {query}}, {invocation}) {
			const line = commandLine(invocation.now, query, {isPrinting: true});
			return line.kind === 'refused'
				? say(line.reason)
				: [
						{
							kind: 'copy',
							what: 'command',
							text: line.text,
							...(query.refinements.length > 0 && {
								caveat: 'without what is answered here alone',
							}),
						},
					];
		},
	},
	{
		keys: ['P'],
		name: 'bare',
		words: ['raw', 'mouse'],
		help: 'show the message bare, for the terminal to select from',
		group: 'Take',
		run(state) {
			const [entry] = copiedEntries(state).slice(-1);
			return entry === undefined
				? say('There is no entry here to show.')
				: [{kind: 'show-bare', text: bareText(entry)}];
		},
	},
	{
		keys: ['s'],
		name: 'save',
		words: ['export', 'write', 'download', 'file'],
		help: 'save what is shown to a file, or the range',
		group: 'Take',
		run: (state, {deploymentId, now}) =>
			isListEmpty(state)
				? say('There is nothing here to save.')
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
		words: ['less', 'editor', 'pipe', 'vim'],
		help: 'open what is shown, or the range, in $PAGER or $EDITOR',
		group: 'Take',
		run: (state) =>
			isListEmpty(state)
				? say('There is nothing here to open.')
				: [{kind: 'open'}],
	},
];

const mostFileCharacters = 80;

/** A name of a server's as a part of a file's name: it leads to no other folder, and is no flag of a program that is given the file. */
function fileWords(name: string): string {
	return name
		.slice(0, mostFileCharacters)
		.replaceAll(/[^\w.\-]/gv, '_')
		.replace(/^[.\-]+/v, '');
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
		...message.replace(/\r?\n$/v, '').split(/\r?\n/v),
		'',
		'any key comes back to deplog',
		'',
	]
		.map((line) => sanitize(line))
		.join('\n');
}

function copy(
	state: State,
	[one, several]: readonly [one: string, several: string],
	textOf: (entry: Entry | BuildEntry) => string,
): Command[] {
	const entries = copiedEntries(state);
	if (entries.length === 0) {
		return say('There is no entry here to copy.');
	}

	return [
		{
			kind: 'copy',
			what: entries.length === 1 ? one : `${count(entries.length)} ${several}`,
			text: entries.map((entry) => textOf(entry)).join('\n'),
		},
		...(state.logs.rangeFrom === undefined ? [] : [{kind: 'range'} as const]),
	];
}

function messageText({message}: Entry | BuildEntry): string {
	return plainText(message).replace(/\n$/v, '');
}

function jsonText(entry: Entry | BuildEntry): string {
	return 'region' in entry
		? entryJson(entry)
		: safeJson({level: entry.level, message: entry.message});
}
