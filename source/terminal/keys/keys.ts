import {type StartTimer} from '../timer.ts';
import {InkStdin} from './ink-stdin.ts';
import {createKeyDecoder} from './key-decoder.ts';
import {type KeyEvent} from './key.ts';

export type Keys = {
	/** Takes what the terminal sent. */
	readonly push: (chunk: Uint8Array | string) => void;
	/** What Ink reads from: gets the keys that the handler leaves to it. */
	readonly inkStdin: InkStdin;
	/** Forgets all that is not yet handled. */
	readonly reset: () => void;
};

export type KeysOptions = {
	/** Whether the key is done with; else Ink gets it. */
	readonly handle: (event: KeyEvent) => boolean;
	readonly startTimer: StartTimer;
};

/** A prompt that a key opens listens only after a few turns of React. */
const mostTurnsWaited = 50;
/** Ink takes an escape and what comes within 20 ms for one key. */
const inkEscapeMilliseconds = 25;

/** Stands between the terminal and Ink: handles one key, lets the event loop turn, so that what the key changed is drawn and listens, then the next. Nothing typed ahead is lost. */
export function createKeys({handle, startTimer}: KeysOptions): Keys {
	const inkStdin = new InkStdin();
	const queue: KeyEvent[] = [];
	let isBusy = false;

	const next = () => {
		const event = queue.shift();
		isBusy = event !== undefined;
		if (event === undefined) {
			return;
		}

		if (handle(event)) {
			setImmediate(next);
		} else {
			handToInk(event, mostTurnsWaited);
		}
	};

	const handToInk = (event: KeyEvent, turnsLeft: number) => {
		if (!inkStdin.isRead && turnsLeft > 0) {
			setImmediate(handToInk, event, turnsLeft - 1);
			return;
		}

		inkStdin.hand(event);
		if (event.kind === 'key' && event.sequence === '\u001B') {
			startTimer(next, inkEscapeMilliseconds);
		} else {
			setImmediate(next);
		}
	};

	const decoder = createKeyDecoder((event) => {
		queue.push(event);
		if (!isBusy) {
			next();
		}
	}, startTimer);

	return {
		push: decoder.push,
		inkStdin,
		reset() {
			decoder.reset();
			queue.length = 0;
		},
	};
}
