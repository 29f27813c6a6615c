import {fork} from 'node:child_process';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {setTimeout as sleep} from 'node:timers/promises';

/** What the presser's process is told: each key is pressed so many milliseconds after the one before, at random between the two. */
export type PressOrder = {
	readonly keys: readonly string[];
	readonly pauses: readonly [least: number, most: number];
};

export type Presser = AsyncDisposable & {
	/** Resolves some time after the last key. */
	readonly press: (order: PressOrder) => Promise<void>;
};

const settleMilliseconds = 200;

/** Presses keys from a process of its own, which does not wait until the program has time for them. `onPress` is called when a key arrives, with the instant at which it was pressed, in milliseconds of `now`. */
export function startPresser(
	onPress: (key: string, pressedAt: number) => void,
): Presser {
	const child = fork(new URL('presser-process.ts', import.meta.url), {
		execArgv: ['--import', 'tsx'],
		stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
	});
	const lines = child.stdout && createInterface({input: child.stdout});
	let left = 0;
	let finish: (() => void) | undefined;
	lines?.on('line', (line) => {
		const [pressedAt = '', key = ''] = line.split('\t');
		onPress(decodeURIComponent(key), Number(pressedAt));
		left--;
		if (left === 0) {
			finish?.();
		}
	});
	return {
		async press(order) {
			left = order.keys.length;
			const isPressed = new Promise<void>((resolve) => {
				finish = resolve;
			});
			child.send(order);
			await isPressed;
			await sleep(settleMilliseconds);
		},
		async [Symbol.asyncDispose]() {
			const isOver = new Promise((resolve) => {
				child.once('exit', resolve);
			});
			child.kill();
			await isOver;
		},
	};
}

/** In milliseconds, the same for all processes of the machine. */
export function monotonicNow(): number {
	return Number(process.hrtime.bigint()) / 1e6;
}
