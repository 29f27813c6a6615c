import {type Micros} from '../../log/entry.ts';
import {count} from '../look/words.ts';

const second: Micros = 1_000_000;

/** In which unit a cell's count is said, by the width of cells from which on it is. */
const units: ReadonlyArray<
	readonly [from: Micros, unit: Micros, name: string]
> = [
	[24 * 3600 * second, 24 * 3600 * second, 'day'],
	[600 * second, 3600 * second, 'h'],
	[5 * second, 60 * second, 'min'],
	[0, second, 's'],
];

/** `max 340/min`, to two digits: the row is not written again for each entry. */
export function peakWords(most: number, width: Micros): string {
	const [, unit = second, name = 's'] =
		units.find(([from]) => width >= from) ?? [];
	return `max ${count(Number(((most * unit) / width).toPrecision(2)))}/${name}`;
}
