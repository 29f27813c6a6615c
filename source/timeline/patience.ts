import {type Micros} from '../log/entry.ts';

const firstDelay: Micros = 1_000_000;
const mostDoublings = 4;

/** Past logs that lag behind are asked again after 1, 2, 4 … 16 s. */
export function delayBefore(attempt: number): Micros {
	return firstDelay * 2 ** Math.min(attempt, mostDoublings);
}
