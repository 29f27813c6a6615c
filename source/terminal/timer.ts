/** Calls back once after that time; returns how to cancel it. */
export type StartTimer = (
	callback: () => void,
	milliseconds: number,
) => () => void;

/** A timer of the platform. */
export const startTimer: StartTimer = (callback, milliseconds) => {
	const timeout = setTimeout(callback, milliseconds);
	return () => {
		clearTimeout(timeout);
	};
};

/** Blocks everything for that time: for the end of the process, when no event loop turns any more. */
export function sleep(milliseconds: number): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
