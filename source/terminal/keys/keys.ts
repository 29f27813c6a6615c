import {type StartTimer} from '../timer.ts';
import {createKeyDecoder} from './key-decoder.ts';
import {type KeyEvent} from './key.ts';

export type Keys = {
	/** Takes what the terminal sent. */
	readonly push: (chunk: Uint8Array | string) => void;
	/** Forgets all that is not yet handled. */
	readonly reset: () => void;
};

export type KeysOptions = {
	readonly handle: (event: KeyEvent) => void;
	readonly startTimer: StartTimer;
	/** The terminal tells what the mouse does. */
	readonly hasMouse?: boolean;
};

/** Cuts what the terminal sends into keys, and has one handled a turn of the event loop, so that what it changed can be drawn. Nothing typed ahead is lost. */
export function createKeys({
	handle,
	startTimer,
	hasMouse = false,
}: KeysOptions): Keys {
	const queue: KeyEvent[] = [];
	let isBusy = false;
	const next = () => {
		const event = queue.shift();
		isBusy = event !== undefined;
		if (event !== undefined) {
			// One that fails holds up none of the others.
			setImmediate(next);
			handle(event);
		}
	};

	const decoder = createKeyDecoder(
		(event) => {
			queue.push(event);
			if (!isBusy) {
				next();
			}
		},
		startTimer,
		{hasMouse},
	);
	return {
		push: decoder.push,
		reset() {
			decoder.reset();
			queue.length = 0;
		},
	};
}
