import {open, rm, stat} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {errorCode} from '../../base/error-code.ts';

/** Runs a change while no other deplog that takes the same lock, a file, runs one. Fails where the lock cannot be had. */
export async function withLock(
	lock: string,
	change: () => Promise<void>,
): Promise<void> {
	await acquire(lock);
	try {
		await change();
	} finally {
		await rm(lock, {force: true});
	}
}

const lockTries = 200;
const lockWaitMilliseconds = 10;
/** A deplog that holds a lock for longer was killed. */
const staleLockMilliseconds = 1000;

async function acquire(lock: string): Promise<void> {
	for (let tries = 1; ; tries++) {
		try {
			// eslint-disable-next-line no-await-in-loop -- One try after the other.
			const handle = await open(lock, 'wx', 0o600);
			// eslint-disable-next-line no-await-in-loop -- As above.
			await handle.close();
			return;
		} catch (error) {
			if (errorCode(error) !== 'EEXIST' || tries === lockTries) {
				throw error;
			}

			// eslint-disable-next-line no-await-in-loop -- As above.
			await removeStale(lock);
			// eslint-disable-next-line no-await-in-loop -- As above.
			await sleep(lockWaitMilliseconds * (0.5 + Math.random()));
		}
	}
}

async function removeStale(lock: string): Promise<void> {
	try {
		const {mtimeMs} = await stat(lock);
		if (Date.now() - mtimeMs > staleLockMilliseconds) {
			await rm(lock, {force: true});
		}
	} catch {
		// It is free by now.
	}
}
