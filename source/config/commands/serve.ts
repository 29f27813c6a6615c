import {type CommandRecord} from '../command-record.ts';
import {readServe, type ServeOptions} from '../serve-argument.ts';

export type Serve = {readonly kind: 'serve'; readonly options: ServeOptions};

export const serve = {
	name: 'serve',
	usage: [
		{
			words: '[file…]',
			help: 'an API server over these logs, or simulated ones',
		},
	],
	flags: ['port', 'host', 'redeployEvery', 'tokenFile', 'help', 'version'],
	says: {
		tokenFile: 'a file with the token that readers of the server must send',
	},
	offers: 'files',
	read: ({words, flags}) => ({kind: 'serve', options: readServe(words, flags)}),
} as const satisfies CommandRecord<Serve>;
