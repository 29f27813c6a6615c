import {setTimeout} from 'node:timers/promises';
import {type Clock} from '../../source/feeds/clock.ts';

export type Timeline = Clock & {
	/** Lets time pass; who slept until then wakes, one after the other. */
	readonly advance: (milliseconds: number) => void;
	/** Lets time pass until the assertion holds. */
	readonly until: (assertion: () => void) => Promise<void>;
	/** How many wait for a time to come. */
	readonly sleeperCount: () => number;
};

type Sleeper = {readonly wakesAt: number; readonly wake: () => void};

/** Time that passes when a test says so. */
export function createTimeline(start = Date.UTC(2025, 10, 24, 12)): Timeline {
	let now = start;
	const sleepers = new Set<Sleeper>();

	const advance = (milliseconds: number) => {
		const end = now + milliseconds;
		for (;;) {
			const next = earliest(sleepers);
			if (next === undefined || next.wakesAt > end) {
				break;
			}

			now = Math.max(now, next.wakesAt);
			sleepers.delete(next);
			next.wake();
		}

		now = end;
	};

	return {
		now: () => now,
		async sleep(milliseconds, signal) {
			signal.throwIfAborted();
			await new Promise<void>((resolve, reject) => {
				const sleeper = {
					wakesAt: now + milliseconds,
					wake() {
						signal.removeEventListener('abort', onAbort);
						resolve();
					},
				};
				const onAbort = () => {
					sleepers.delete(sleeper);
					reject(new Error('woken'));
				};

				signal.addEventListener('abort', onAbort);
				if (milliseconds === 0) {
					setImmediate(sleeper.wake);
				} else {
					sleepers.add(sleeper);
				}
			});
		},
		advance,
		sleeperCount: () => sleepers.size,
		async until(assertion) {
			const endsAt = performance.now() + 15_000;
			for (;;) {
				try {
					assertion();
					return;
				} catch (error) {
					if (performance.now() > endsAt) {
						throw error;
					}
				}

				// eslint-disable-next-line no-await-in-loop -- Real time, in which sockets do their work.
				await setTimeout(2);
				advance(200);
			}
		},
	};
}

function earliest(sleepers: Iterable<Sleeper>): Sleeper | undefined {
	let first: Sleeper | undefined;
	for (const sleeper of sleepers) {
		if (first === undefined || sleeper.wakesAt < first.wakesAt) {
			first = sleeper;
		}
	}

	return first;
}
