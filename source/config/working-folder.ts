import process from 'node:process';

let isGone = false;

/** Leaves a working folder that was deleted: Node starts no thread in one. */
export function leaveGoneFolder(): void {
	try {
		process.cwd();
	} catch {
		isGone = true;
		process.chdir('/');
	}
}

/** Whether the folder that deplog was started in was there. */
export function hasWorkingFolder(): boolean {
	return !isGone;
}
