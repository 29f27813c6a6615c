import {type CommandRecord} from '../command-record.ts';
import {UsageError} from '../usage-error.ts';

export const open = {
	name: 'open',
	usage: [{words: '<file…>', help: 'saved logs; - for standard input'}],
	flags: [],
	isReserved: true,
	offers: 'files',
	read() {
		throw new UsageError('deplog open is not there yet.');
	},
} as const satisfies CommandRecord<never>;
