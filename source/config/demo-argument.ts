import {simulatedIds} from '../server/simulated/simulated-names.ts';
import {parseDuration} from '../log/duration.ts';
import {nearestName} from './nearest-name.ts';
import {UsageError} from './usage-error.ts';

/** The id of a simulated deployment out of what was typed: its name, the id, or the id's end. */
export function parseSimulated(word: string): string {
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

/** How the demo is served. */
export type DemoFlags = {
	readonly isV2: boolean;
	/** Milliseconds from one deploy to the next; none where absent. */
	readonly redeployEvery?: number;
};

/** A build takes 6 seconds, and one wants to see what it has made. */
const leastRedeployEvery = 10_000;

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
