import {setTimeout as sleep} from 'node:timers/promises';

const interval = 5;
const patience = 60_000;

/** Waits until it is so. */
export async function until(
	isSo: () => boolean | Promise<boolean>,
): Promise<void> {
	const deadline = performance.now() + patience;
	/* eslint-disable no-await-in-loop -- It looks again and again. */
	while (!(await isSo())) {
		if (performance.now() > deadline) {
			throw new Error(`Waited in vain until ${isSo.toString()}`);
		}

		await sleep(interval);
	}
	/* eslint-enable no-await-in-loop */
}
