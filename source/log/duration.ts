import {type Micros} from './entry.ts';

/** `15m`, `1h30m`, `2 hours`, `last 15 minutes`, `7d ago` → how long that is; `undefined` where the text is no duration. A day has 24 hours. */
export function parseDuration(text: string): Micros | undefined {
	const amounts = text
		.trim()
		.replace(/^(?:last|past)\s+/iv, '')
		.replace(/\sago$/iv, '')
		.trimEnd();
	if (amounts === '') {
		return undefined;
	}

	let total = 0;
	let index = 0;
	while (index < amounts.length) {
		amountPattern.lastIndex = index;
		const {groups} = amountPattern.exec(amounts) ?? {};
		const seconds = secondsPerUnit.get(groups?.['unit']?.toLowerCase() ?? '');
		if (seconds === undefined) {
			return undefined;
		}

		total += Number(groups?.['amount']) * seconds;
		index = amountPattern.lastIndex;
	}

	return Math.round(total * 1_000_000);
}

/** An amount, and what may stand between it and the next one. */
const amountPattern =
	/(?<amount>\d+(?:\.\d+)?)\s*(?<unit>[a-z]+)(?:\s*,)?(?:\s+and(?=\s))?\s*/ivy;

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
