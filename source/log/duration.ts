import {type Micros} from './entry.ts';

/** `15m`, `1h30m`, `2 hours`, `last 15 minutes`, `7d ago` → how long that is; `undefined` where the text is no duration. A day has 24 hours. */
export function parseDuration(text: string): Micros | undefined {
	const [, amounts] =
		/^(?:last\s+|past\s+)?(\d[\d.]*\s*[a-z].*?)(?:\s+ago)?$/iv.exec(
			text.trim(),
		) ?? [];
	if (amounts === undefined) {
		return undefined;
	}

	let total = 0;
	let end = 0;
	for (const part of amounts.matchAll(
		/\s*(\d+(?:\.\d+)?)\s*([a-z]+)(?:\s*,|\s+and(?=\s))?/giv,
	)) {
		const [all, amount, unit = ''] = part;
		const seconds = secondsPerUnit.get(unit.toLowerCase());
		if (part.index !== end || seconds === undefined) {
			return undefined;
		}

		total += Number(amount) * seconds;
		end += all.length;
	}

	return end === amounts.length ? Math.round(total * 1_000_000) : undefined;
}

const secondsPerUnit: ReadonlyMap<string, number> = new Map(
	(
		[
			[1, 's sec secs second seconds'],
			[60, 'm min mins minute minutes'],
			[3600, 'h hr hrs hour hours'],
			[86_400, 'd day days'],
			[604_800, 'w week weeks'],
		] as const
	).flatMap(([seconds, names]) =>
		names.split(' ').map((name) => [name, seconds] as const),
	),
);
