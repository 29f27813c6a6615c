/*
 Bytes ── lines ── entries ──▶ buffer ── view ── rows ──▶ frame ──▶ terminal
   ▲         feeds/                store/          ui/         terminal/
   └── request ◀── wanted ◀── update ◀── action ◀── key ◀────────┘
        session/        store/                 ui/

Bytes come in on the left and leave as cells on the right; a key comes back along the bottom and becomes a request. Only this file closes the ring: it alone knows both the API and the store.
*/
import {type Feed} from '../feeds/feed.ts';
import {type Clock, systemClock} from '../feeds/clock.ts';
import {type Action, paceOf} from '../store/action.ts';
import {type Store} from '../store/create-store.ts';
import {type Wanted, wanted} from '../store/wanted/wanted.ts';
import {works} from '../store/works.ts';
import {streamBaseline, streamDoubt} from './baseline.ts';
import {streamCount, streamPage, streamFirstError} from './pages.ts';
import {
	streamBuildLog,
	streamDetails,
	streamDeployments,
	streamMoreDeployments,
	streamProjects,
} from './poll.ts';
import {streamLive} from './live.ts';
import {type StreamContext} from './stream.ts';

/** Keeps the streams running that the state says are wanted, and no others; what arrives becomes actions. Between them the store's long work is done. */
export function startSession({
	store,
	feed,
	clock = systemClock,
	random = Math.random,
}: {
	readonly store: Store;
	readonly feed: Feed;
	readonly clock?: Clock;
	readonly random?: () => number;
}): Session {
	const running = new Map<string, AbortController>();
	let syncTimer: NodeJS.Immediate | undefined;
	let streamTimer: NodeJS.Timeout | undefined;
	/** When the first of the actions happened that were not acted on yet. */
	let changedAt = clock.now();

	const start = (stream: Wanted) => {
		const controller = new AbortController();
		running.set(stream.key, controller);
		const context = {
			feed,
			clock,
			random,
			getState: store.get,
			dispatch(action: Action) {
				// Drops actions of a stream that is no longer wanted.
				if (!controller.signal.aborted) {
					store.dispatch(action);
				}
			},
			signal: controller.signal,
		};
		void run(stream, context, changedAt);
	};

	const sync = () => {
		syncTimer = undefined;
		clearTimeout(streamTimer);
		streamTimer = undefined;
		const streams = wanted(store.get());
		const keys = new Set(streams.map(({key}) => key));
		for (const [key, controller] of running) {
			if (!keys.has(key)) {
				running.delete(key);
				controller.abort();
			}
		}

		for (const stream of streams) {
			if (!running.has(stream.key)) {
				start(stream);
			}
		}
	};

	const unsubscribe = store.subscribe((action) => {
		if (syncTimer === undefined) {
			changedAt = clock.now();
		}

		if (paceOf(action) === 'stream') {
			streamTimer ??= setTimeout(sync, streamDelay);
		} else {
			syncTimer ??= setImmediate(sync);
		}
	});

	sync();
	const slices = startSlices(store);
	return {
		stop() {
			slices.stop();
			unsubscribe();
			clearImmediate(syncTimer);
			clearTimeout(streamTimer);
			for (const controller of running.values()) {
				controller.abort();
			}

			running.clear();
		},
	};
}

/** In milliseconds: what arrives, many times a second, hardly changes what is wanted. */
const streamDelay = 50;

type Session = {
	/** Ends all streams: their requests are aborted on the wire. */
	readonly stop: () => void;
};

/** A stream that has ended stays on the list of those that run while it is wanted, so that it is not started again. */
async function run(
	stream: Wanted,
	context: StreamContext,
	/** When that happened for which it is wanted, by the clock. */
	wantedAt: number,
) {
	try {
		switch (stream.kind) {
			case 'details': {
				await streamDetails(context);
				break;
			}

			case 'build': {
				await streamBuildLog(context);
				break;
			}

			case 'deployments': {
				await streamDeployments(context, stream);
				break;
			}

			case 'more-deployments': {
				await streamMoreDeployments(context, stream);
				break;
			}

			case 'projects': {
				await streamProjects(context, stream);
				break;
			}

			case 'ask': {
				// The frame that the key asks for is drawn first, and is no part of the wait.
				const waited = context.clock.now() - wantedAt;
				await context.clock.sleep(
					Math.max(0, stream.delay - waited),
					context.signal,
				);
				context.dispatch({kind: 'ask'});
				break;
			}

			case 'live': {
				await streamLive(context, stream.filter);
				break;
			}

			case 'page': {
				await streamPage(context, stream);
				break;
			}

			case 'first-error': {
				await streamFirstError(context, stream.since);
				break;
			}

			case 'baseline': {
				await streamBaseline(context, stream);
				break;
			}

			case 'count': {
				await streamCount(context, stream);
				break;
			}

			case 'doubt': {
				await streamDoubt(context, stream);
				break;
			}
		}
	} catch (error) {
		if (!context.signal.aborted) {
			throw error;
		}
	}
}

/** Does the long work that the state asks for, a slice in each turn of the event loop; the action `worked` tells after each how far it has got. While there is nothing to do, nothing runs. */
export function startSlices(
	store: Store,
	/** Our clock, in microseconds. */
	now: () => number = () => Date.now() * 1000,
): Slices {
	let turn: NodeJS.Immediate | undefined;
	let pause: NodeJS.Timeout | undefined;
	let workedAt = Number.NEGATIVE_INFINITY;

	const isReading = () => store.get().logs.source?.isKnown === false;
	const isDone = () => works(store.get(), now()).every((work) => work.isDone);

	const goOn = () => {
		turn = undefined;
		const end = performance.now() + (isReading() ? readingSlice : slice);
		const hasTime = () => performance.now() < end;
		for (const work of works(store.get(), now())) {
			if (!work.isDone && hasTime()) {
				work.run(hasTime);
			}
		}

		workedAt = performance.now();
		const isOver = isDone();
		store.dispatch({kind: 'worked', isDone: isOver});
		if (!isOver) {
			turn ??= setImmediate(goOn);
		}
	};

	const schedule = () => {
		clearTimeout(pause);
		pause = undefined;
		if (turn === undefined && !isDone()) {
			turn = setImmediate(goOn);
		}
	};

	const unsubscribe = store.subscribe(({kind}: Action) => {
		const isRead = kind === 'source-entries' && isReading();
		if (isRead || kind === 'live-entries') {
			const pace = isRead ? readingPace : streamPace;
			const wait = Math.max(0, workedAt + pace - performance.now());
			pause ??= setTimeout(schedule, wait);
		} else if (turn === undefined && kind !== 'worked') {
			schedule();
		}
	});
	schedule();
	return {
		stop() {
			unsubscribe();
			clearImmediate(turn);
			clearTimeout(pause);
		},
	};
}

/** In milliseconds: for so long the store's work goes on before keys, entries and frames have their turn. */
const slice = 1;
/** In milliseconds: what streams in is counted so often at most. The list shows it before that. */
const streamPace = 100;
/** In milliseconds: the same while a file is read, of which a block takes longer. */
const readingSlice = 4;
/** In milliseconds: while a file is read, what comes of it is looked through so often: each block changes what is to be counted. */
const readingPace = 500;

type Slices = {
	readonly stop: () => void;
};
