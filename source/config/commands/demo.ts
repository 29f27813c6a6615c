import {type CommandRecord} from '../command-record.ts';
import {flagsOf} from '../flag-table.ts';
import {type Options, readOptions} from '../options.ts';
import {simulatedIds} from '../../server/simulated/simulated-names.ts';
import {UsageError, nearestName} from '../usage-error.ts';
import {parseDuration} from '../../log/duration.ts';
import {refuseFurther} from './explore.ts';

/** What `deplog demo` is asked for. */
type Demo = {
	readonly kind: 'demo';
	/** Absent: the one that is building, or for printing the one with two weeks of history. */
	readonly deploymentId?: string;
	readonly served: DemoFlags;
	readonly options: Options;
	readonly isPrinting: boolean;
};

/** How the demo is served. */
export type DemoFlags = {
	readonly isV2: boolean;
	/** Milliseconds from one deploy to the next; none where absent. */
	readonly redeployEvery?: number;
};

/** A build takes 6 seconds, and one wants to see what it has made. */
const leastRedeployEvery = 10_000;

const ownServer =
	'The demo brings a server of its own. Leave out --api-url and --token-file.';

/** `deplog demo [name]`: explores a simulated deployment. */
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

/** The id of a simulated deployment out of what was typed: its name, the id, or the id's end. */
function parseSimulated(word: string): string {
	const [, id] =
		Object.entries(simulatedIds).find(
			([name, one]) =>
				word === name || word === one || one.endsWith(`-${word}`),
		) ?? [];
	if (id !== undefined) {
		return id;
	}

	const names = Object.keys(simulatedIds);
	const nearest = nearestName(word, [...names, ...Object.values(simulatedIds)]);
	throw new UsageError(
		[
			`The demo has no deployment ${word}.`,
			...(nearest === undefined ? [] : [`Did you mean ${nearest}?`]),
			`There are ${names.slice(0, -1).join(', ')} and ${names.at(-1)}.`,
		].join(' '),
	);
}

export function readDemoFlags({
	v2,
	redeployEvery,
}: {
	readonly v2: boolean;
	readonly redeployEvery?: string;
}): DemoFlags {
	if (redeployEvery === undefined) {
		return {isV2: v2};
	}

	const milliseconds = (parseDuration(redeployEvery) ?? 0) / 1000;
	if (milliseconds < leastRedeployEvery) {
		throw new UsageError(
			`--redeploy-every is a time of at least 10s, such as 60s or 5m, not ${redeployEvery}.`,
		);
	}

	return {isV2: v2, redeployEvery: milliseconds};
}
