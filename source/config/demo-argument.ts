import {simulatedIds} from '../server/simulated/simulated-names.ts';
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
