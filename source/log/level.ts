export const levels = ['error', 'warning', 'info', 'debug'] as const;

export type Level = (typeof levels)[number];

export function isLevel(name: string): name is Level {
	return (levels as readonly string[]).includes(name);
}

/** `warning` → `error`, `warning`; `debug` → the empty list, which stands for all levels. */
export function levelsFrom(worstExcluded: Level): readonly Level[] {
	return worstExcluded === 'debug'
		? []
		: levels.slice(0, levels.indexOf(worstExcluded) + 1);
}
