import {readFileSync, unlinkSync} from 'node:fs';
import {readFile, unlink, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {errorCode} from '../../base/error-code.ts';

/** Another deplog records to the file: both would write each entry. */
export class LockedError extends Error {
	override readonly name = 'LockedError';
	readonly processId: number;
	readonly lock: string;

	constructor(processId: number, lock: string) {
		super(`Process ${processId} records to it.`);
		this.processId = processId;
		this.lock = lock;
	}
}

/** Takes a recording for this process, by a file beside it that holds the process's number; the result gives it back. One that a killed process left behind counts for nothing. Fails with a `LockedError`. */
export async function lockRecording(file: string): Promise<() => void> {
	const lock = `${file}.lock`;
	const own = String(process.pid);
	for (;;) {
		try {
			// eslint-disable-next-line no-await-in-loop -- Once more where the old one is gone.
			await writeFile(lock, own, {flag: 'wx', mode: 0o600});
			break;
		} catch (error) {
			if (errorCode(error) !== 'EEXIST') {
				// There is no room for it, or the folder is another's: what is to be written there is told by the file itself.
				// eslint-disable-next-line no-await-in-loop -- It ends here.
				await unlink(lock).catch(() => undefined);
				return () => undefined;
			}
		}

		// eslint-disable-next-line no-await-in-loop -- As above.
		const holder = await readHolder(lock);
		if (holder !== process.pid && isRunning(holder)) {
			throw new LockedError(holder, lock);
		}

		// eslint-disable-next-line no-await-in-loop -- As above.
		await unlink(lock).catch(() => undefined);
	}

	const release = () => {
		process.off('exit', release);
		try {
			if (readFileSync(lock, 'utf8') === own) {
				unlinkSync(lock);
			}
		} catch {
			// Its folder is gone.
		}
	};

	process.on('exit', release);
	return release;
}

/** Nothing stands in it for the moment in which it is made. */
async function readHolder(lock: string): Promise<number> {
	const text = await readFile(lock, 'utf8').catch(() => '0');
	if (text !== '') {
		return Number(text);
	}

	await sleep(100);
	return Number(await readFile(lock, 'utf8').catch(() => '0'));
}

function isRunning(processId: number): boolean {
	if (!Number.isSafeInteger(processId) || processId <= 0) {
		return false;
	}

	try {
		return process.kill(processId, 0);
	} catch (error) {
		// It is another user's.
		return errorCode(error) === 'EPERM';
	}
}
