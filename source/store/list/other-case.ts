import {isAsked} from '../../log/query.ts';
import {isWithin} from '../../log/time-range.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Logs} from '../logs.ts';

/** The searched text in another case, and how many of the loaded entries hold it so. */
type OtherCase = {readonly text: string; readonly count: number};

/** So many entries are looked through, the newest first: no key waits for that. */
const mostTried = 10_000;
/** After so many new entries it is looked again. */
const entriesPerLook = 1000;

/** Where nothing matches a text, in which other case entries hold it that are loaded; nothing where they do not. */
export function otherCase(logs: Logs): OtherCase | undefined {
	const {buffer, query} = logs;
	const {text} = query.filter;
	if (text === '' || query.refinements.length > 0 || buffer.count === 0) {
		return undefined;
	}

	const key = `${JSON.stringify(query)} ${Math.ceil(buffer.count / entriesPerLook)}`;
	const known = found.get(buffer);
	if (known?.key === key) {
		return known.found;
	}

	const one = lookFor(logs);
	found.set(buffer, {key, found: one});
	return one;
}

const found = new WeakMap<
	LogBuffer,
	{readonly key: string; readonly found: OtherCase | undefined}
>();

/** The one that most entries hold. */
function lookFor({buffer, query}: Logs): OtherCase | undefined {
	const {filter, range} = query;
	const wanted = filter.text.toLowerCase();
	const counts = new Map<string, number>();
	let tried = 0;
	for (const piece of buffer.pieces.toReversed()) {
		for (let position = piece.count - 1; position >= 0; position--) {
			if (tried++ === mostTried) {
				return best(counts);
			}

			const entry = buffer.entry(buffer.idAt({piece, position}));
			if (
				entry !== undefined &&
				isAsked(filter, entry) &&
				isWithin(entry.time, range)
			) {
				const at = entry.message.toLowerCase().indexOf(wanted);
				const written = entry.message.slice(at, at + wanted.length);
				// Some letters have another length in the other case.
				if (at >= 0 && written.toLowerCase() === wanted) {
					counts.set(written, (counts.get(written) ?? 0) + 1);
				}
			}
		}
	}

	return best(counts);
}

function best(counts: ReadonlyMap<string, number>): OtherCase | undefined {
	const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
	return most === undefined ? undefined : {text: most[0], count: most[1]};
}
