import {readFileSync} from 'node:fs';
import inspector from 'node:inspector';
import {Worker} from 'node:worker_threads';

/** What the thread of the last resort and the one that it watches share: the place of each in an array of integers. */
export const lastResortPlaces = {
	/** Counted up while the event loop turns. */
	beat: 0,
	/** 1 while there is something to be rescued: the screen is up, and no debugger holds the program. */
	isWatched: 1,
} as const;

export type LastResortData = {
	readonly shared: SharedArrayBuffer;
	/** Whether standard output is the terminal. */
	readonly isOutputTerminal: boolean;
	/** Written to the terminal at the end. */
	readonly lastBytes: string;
};

export type LastResort = {
	/** Tells whether the screen is up. */
	readonly watch: (isUp: boolean) => void;
};

const beatMilliseconds = 1000;

/** Starts a small thread that puts the terminal back and ends the process with code 1 when the event loop has not turned for 5 s: no signal and no key gets through to a program that is stuck. */
export function startLastResort(
	data: Omit<LastResortData, 'shared'>,
): LastResort {
	const shared = new SharedArrayBuffer(
		Object.keys(lastResortPlaces).length * Int32Array.BYTES_PER_ELEMENT,
	);
	const places = new Int32Array(shared);
	let isUp = true;
	const beat = () => {
		const isHeld = inspector.url() !== undefined;
		Atomics.store(places, lastResortPlaces.isWatched, isUp && !isHeld ? 1 : 0);
		Atomics.add(places, lastResortPlaces.beat, 1);
	};

	beat();
	setInterval(beat, beatMilliseconds).unref();
	startThread({...data, shared});
	return {
		watch(newIsUp) {
			isUp = newIsUp;
			beat();
		},
	};
}

/** Hands the thread its code: for one that loads a file Deno erases the screen from the cursor on. */
function startThread(workerData: LastResortData) {
	try {
		const file = new URL('last-resort-thread.js', import.meta.url);
		const worker = new Worker(readFileSync(file, 'utf8'), {
			eval: true,
			workerData,
			env: {},
			execArgv: [],
			resourceLimits: {maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1},
		});
		worker.unref();
		worker.on('error', () => undefined);
	} catch {
		// Without it everything else works.
	}
}
