import {type Clock} from '../../feeds/clock.ts';
import {linkSignals} from '../../feeds/signals.ts';
import {type Deployment} from '../../log/deployment.ts';
import {type Entry} from '../../log/entry.ts';
import {levelOf} from '../../log/level.ts';
import {createFilter} from '../../log/query.ts';
import {followLines} from '../../print/follow-lines.ts';
import {pastLines} from '../../print/past-lines.ts';
import {type Line} from '../../print/line.ts';
import {readKnownErrors, type WatchContext} from './known-errors.ts';

export type Watched =
	| {
			readonly kind: 'quiet';
			/** Errors of kinds that the deployment before has logged, too. */
			readonly knownCount: number;
	  }
	| {readonly kind: 'new-error'; readonly entry: Entry};

const filter = createFilter({levels: ['error']});

/** Watches what a deployment logs for a while, in milliseconds: an error of a kind that the deployment before has not logged ends that at once. Fails with an error of the API where the logs cannot be read, because then nobody knows whether all was quiet. */
export async function watchErrors(
	deployment: Deployment,
	quiet: number,
	context: WatchContext,
): Promise<Watched> {
	const {feed, clock} = context;
	const isKnown = await readKnownErrors(deployment, context);
	const ending = linkSignals([context.signal]);
	const seen = new Map<string, boolean>();
	let knownCount = 0;
	const isNew = async ({level, message}: Entry) => {
		if (levelOf(level) !== 'error') {
			return false;
		}

		const known = seen.get(message) ?? (await isKnown(message));
		seen.set(message, known);
		knownCount += known ? 1 : 0;
		return !known;
	};

	const findNew = async (lines: readonly Line[]) => {
		for (const line of lines) {
			const entry = line.read();
			// eslint-disable-next-line no-await-in-loop -- The first one counts.
			if (await isNew(entry)) {
				return entry;
			}
		}

		return undefined;
	};

	const past = (signal: AbortSignal) =>
		pastLines(
			{filter, range: {since: deployment.createdAt ?? 0}, order: 'asc'},
			{...context, signal, onMalformed: nothing},
		);
	const live = followLines({
		...context,
		feed,
		signal: ending.signal,
		filter,
		since: deployment.createdAt ?? 0,
		start: past(ending.signal),
		onMalformed: nothing,
	});
	const stop = stopAfter(quiet, clock, ending);
	try {
		for await (const lines of live) {
			const entry = await findNew(lines);
			if (entry !== undefined) {
				return {kind: 'new-error', entry};
			}
		}
	} catch (error) {
		if (!ending.signal.aborted || context.signal.aborted) {
			throw error;
		}
	} finally {
		ending.abort();
		await stop;
	}

	// A stream that was cut or lags tells nothing: what the server has by now is read once more.
	knownCount = 0;
	for await (const lines of past(context.signal)) {
		const entry = await findNew(lines);
		if (entry !== undefined) {
			return {kind: 'new-error', entry};
		}
	}

	return {kind: 'quiet', knownCount};
}

function nothing() {
	// Lines that cannot be read are no errors that could be judged.
}

async function stopAfter(
	milliseconds: number,
	clock: Clock,
	ending: AbortController,
): Promise<void> {
	try {
		await clock.sleep(milliseconds, ending.signal);
		ending.abort();
	} catch {
		// It was ended before.
	}
}
