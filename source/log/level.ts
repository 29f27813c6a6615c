export const levels = ['error', 'warning', 'info', 'debug'] as const;

export type Level = (typeof levels)[number];

export function isLevel(name: string): name is Level {
	return (levels as readonly string[]).includes(name);
}

/** 0 for the worst level, `error`; an unknown level ranks below all that are known. */
export function levelRank(name: string): number {
	const index = (levels as readonly string[]).indexOf(name);
	return index === -1 ? levels.length : index;
}

/** `warning` → `error`, `warning`; `debug` → the empty list, which stands for all levels. */
export function levelsFrom(worstExcluded: Level): readonly Level[] {
	return worstExcluded === 'debug'
		? []
		: levels.slice(0, levels.indexOf(worstExcluded) + 1);
}
