/** Long work of the store, done in slices that are driven from outside, so that no key waits for it. */
export type SlicedWork = {
	/** Whether there is nothing to do for now. Asked after every action, so it must be cheap. */
	readonly isDone: boolean;
	/** Goes on until it is done or `hasTime` says no more; a step between two questions takes less than a millisecond. */
	readonly run: (hasTime: () => boolean) => void;
};
