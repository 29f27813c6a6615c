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
