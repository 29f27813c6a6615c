import {type BuildEntry, type Entry} from '../../log/entry.ts';
import {entryJson} from '../../log/entry-json.ts';
import {type State} from '../../store/state.ts';
import {plainText} from '../../text/plain-text.ts';
import {commandLine} from '../take/command-line.ts';
import {copiedEntries} from '../take/taken-entries.ts';
import {count} from '../words.ts';
import {type Binding, type Command, say} from './binding.ts';

/** Keys that take entries away. */
export const takeKeys: readonly Binding[] = [
	{
		keys: ['y'],
		help: 'copy the message, with its further lines',
		group: 'Take',
		run: (state) => copied(state, ['message', 'messages'], messageText),
	},
	{
		keys: ['Y'],
		help: 'copy the entry as JSON',
		group: 'Take',
		run: (state) => copied(state, ['entry', 'entries'], jsonText),
	},
	{
		keys: ['C'],
		help: 'copy the command line that prints what this query asks for',
		group: 'Take',
		run: ({logs: {query}}, {invocation}) => [
			{
				kind: 'copy',
				what: 'command',
				text: commandLine(invocation.now, query, {isPrinting: true}),
				...(query.refinements.length > 0 && {
					caveat: 'without what is answered here alone',
				}),
			},
		],
	},
];

function copied(
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
	return 'time' in entry
		? entryJson(entry)
		: JSON.stringify({level: entry.level, message: entry.message});
}
