import {type BuildEntry, type Entry} from '../../log/entry.ts';
import {entryJson} from '../../log/entry-json.ts';
import {type State} from '../../store/state.ts';
import {plainText} from '../../text/plain-text.ts';
import {commandLine} from '../take/command-line.ts';
import {selectedLineOrEntry} from '../take/selected-entry.ts';
import {type Binding, type Command, say} from './binding.ts';

/** Keys that take entries away. */
export const takeKeys: readonly Binding[] = [
	{
		keys: ['y'],
		help: 'copy the message, its further lines as well',
		group: 'Take',
		run: (state) => copied(state, 'message', messageText),
	},
	{
		keys: ['Y'],
		help: 'copy the entry as JSON, with the fields that the server sent',
		group: 'Take',
		run: (state) => copied(state, 'entry', jsonText),
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
	what: string,
	textOf: (entry: Entry | BuildEntry) => string,
): Command[] {
	const entry = selectedLineOrEntry(state);
	return entry === undefined
		? say('There is no entry here to copy.')
		: [{kind: 'copy', what, text: textOf(entry)}];
}

function messageText({message}: Entry | BuildEntry): string {
	return plainText(message).replace(/\n$/v, '');
}

function jsonText(entry: Entry | BuildEntry): string {
	return 'time' in entry
		? entryJson(entry)
		: JSON.stringify({level: entry.level, message: entry.message});
}
