import {type Clock} from '../feeds/clock.ts';
import {ApiError} from '../feeds/errors.ts';
import {type Feed} from '../feeds/feed.ts';
import {type Failure} from '../log/failure.ts';
import {type Micros} from '../log/entry.ts';
import {type Action} from '../store/action.ts';
import {type State} from '../store/state.ts';

/** What a stream is given to run on. */
export type StreamContext = {
	readonly feed: Feed;
	readonly clock: Clock;
	/** From 0 up to 1. */
	readonly random: () => number;
	readonly getState: () => State;
	readonly dispatch: (action: Action) => void;
	/** Aborts when the stream is no longer wanted. */
	readonly signal: AbortSignal;
};

/** Keeps of an error what the reader is told. */
export function toFailure(error: unknown): Failure {
	return {
		message: error instanceof Error ? error.message : String(error),
		isRefusal: error instanceof ApiError && error.isRefusal,
		...(error instanceof ApiError &&
			error.status !== undefined && {status: error.status}),
	};
}

/** Our clock, in the unit of the logs. */
export function now({clock}: Pick<StreamContext, 'clock'>): Micros {
	return clock.now() * 1000;
}

/** The difference between the server's clock and ours, as far as its `Date` header tells: to the second. */
export function tellClock(
	context: StreamContext,
	serverTime: Micros | undefined,
) {
	const {dispatch, feed, getState} = context;
	const second: Micros = 1_000_000;
	if (serverTime === undefined) {
		return;
	}

	// A page may have been long on its way since its answer has begun.
	const told = feed.serverClock?.now ?? serverTime;
	const offset = told + second / 2 - now(context);
	const {clockOffset} = getState();
	if (Math.abs(offset - (clockOffset ?? 0)) > second) {
		dispatch({kind: 'clock-told', offset});
	} else if (clockOffset === undefined) {
		dispatch({kind: 'clock-told', offset: 0});
	}
}
