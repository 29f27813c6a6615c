import {readFileSync, unlinkSync} from 'node:fs';
import {readFile, rm, stat, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {errorCode} from '../base/error-code.ts';

/** Takes a lock for this process: a file that holds the process's number, so that one which a killed process left behind counts for nothing. Returns how to give it back. Fails with a `LockedError` where another process keeps it, and with the system's error where no file can be made. */
export async function takeLock(
	lock: string,
	{patience, longest = Infinity}: LockOptions,
): Promise<() => void> {
	const end = Date.now() + patience;
	// eslint-disable-next-line no-await-in-loop -- One try follows the other.
	while (!(await create(lock))) {
		// eslint-disable-next-line no-await-in-loop -- As above.
		const holder = await findHolder(lock, longest);
		if (holder === 'nobody') {
			// eslint-disable-next-line no-await-in-loop -- As above.
			await rm(lock, {force: true});
		} else if (holder !== undefined && Date.now() > end) {
			throw new LockedError(holder, lock);
		}

		// eslint-disable-next-line no-await-in-loop -- As above.
		await sleep(5 + 10 * Math.random());
	}

	const release = () => {
		process.off('exit', release);
		taken.delete(lock);
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

/** In milliseconds. */
type LockOptions = {
	/** How long it is waited for. */
	readonly patience: number;
	/** Whoever has had it for longer was stopped in between. */
	readonly longest?: number;
};

/** Another process has the lock, and goes on. */
export class LockedError extends Error {
	override readonly name = 'LockedError';
	readonly processId: number;
	readonly lock: string;

	constructor(processId: number, lock: string) {
		super(`Process ${processId} has ${lock}.`);
		this.processId = processId;
		this.lock = lock;
	}
}

const own = String(process.pid);
/** The locks of this process. Its number may have been another one's before. */
const taken = new Set<string>();
/** In milliseconds: for so long nothing stands in a lock that is just made. */
const longestEmpty = 100;

/** False where the lock is there already. */
async function create(lock: string): Promise<boolean> {
	if (taken.has(lock)) {
		return false;
	}

	taken.add(lock);
	try {
		await writeFile(lock, own, {flag: 'wx', mode: 0o600});
		return true;
	} catch (error) {
		taken.delete(lock);
		if (errorCode(error) === 'EEXIST') {
			return false;
		}

		await rm(lock, {force: true}).catch(() => undefined);
		throw error;
	}
}

/** The number of the process that has the lock, 0 while that is being written; nothing where there is no lock any more. */
async function findHolder(
	lock: string,
	longest: number,
): Promise<number | 'nobody' | undefined> {
	if (taken.has(lock)) {
		return process.pid;
	}

	try {
		const text = await readFile(lock, 'utf8');
		const {mtimeMs} = await stat(lock);
		const age = Date.now() - mtimeMs;
		const isHeld =
			text === ''
				? age <= longestEmpty
				: age <= longest && text !== own && isRunning(Number(text));
		return isHeld ? Number(text) : 'nobody';
	} catch {
		return undefined;
	}
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
