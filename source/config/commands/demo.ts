import {type CommandRecord} from '../command-record.ts';
import {
	type DemoFlags,
	parseSimulated,
	readDemoFlags,
} from '../demo-argument.ts';
import {flagsOf} from '../flags.ts';
import {type Options, readOptions} from '../options.ts';
import {simulatedIds} from '../../server/simulated/simulated-names.ts';
import {UsageError} from '../usage-error.ts';
import {refuseFurther} from './explore.ts';

export type Demo = {
	readonly kind: 'demo';
	/** Absent: the one that is building, or for printing the one with two weeks of history. */
	readonly deploymentId?: string;
	readonly served: DemoFlags;
	readonly options: Options;
	readonly isPrinting: boolean;
};

const ownServer =
	'The demo brings a server of its own. Leave out --api-url and --token-file.';

export const demo = {
	name: 'demo',
	usage: [
		{
			words: '[name]',
			help: 'a simulated deployment: no account, no network',
		},
	],
	details: `Its names are ${Object.keys(simulatedIds).join(', ')}.`,
	flags: [
		'history',
		'v2',
		'redeployEvery',
		...flagsOf('entries', 'printing', 'general'),
	],
	refuses: {apiUrl: ownServer, tokenFile: ownServer},
	offers: Object.keys(simulatedIds),
	async read({words: [word, ...others], flags, surroundings}) {
		refuseFurther(others);
		if (word !== undefined && flags.history) {
			throw new UsageError(
				`Leave out --history, or ${word}: the demo shows one deployment at a time.`,
			);
		}

		const name = flags.history ? 'history' : word;
		return {
			kind: 'demo',
			...(name !== undefined && {deploymentId: parseSimulated(name)}),
			served: readDemoFlags(flags),
			...(await readOptions(flags, surroundings)),
		};
	},
} as const satisfies CommandRecord<Demo>;
