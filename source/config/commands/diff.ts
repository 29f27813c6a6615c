import {type CommandRecord} from '../command-record.ts';
import {UsageError} from '../usage-error.ts';

export const diff = {
	name: 'diff',
	usage: [
		{
			words: '<a> <b>',
			help: 'patterns that are new, gone, or much more frequent',
		},
	],
	flags: [],
	isReserved: true,
	read() {
		throw new UsageError('deplog diff is not there yet.');
	},
} as const satisfies CommandRecord<never>;
