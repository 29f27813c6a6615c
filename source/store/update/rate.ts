import {type Micros} from '../../log/entry.ts';
import {type Rate} from '../logs.ts';

const windowSeconds = 5;
const second: Micros = 1_000_000;

export const noRate: Rate = {second: 0, counts: []};

/** Adds entries that have just arrived. */
export function countArrived(rate: Rate, count: number, at: Micros): Rate {
	const now = Math.floor(at / second);
	if (rate.counts.length === 0) {
		return {second: now, counts: [count]};
	}

	const passed = Math.min(now - rate.second, windowSeconds);
	const counts =
		passed > 0
			? [...rate.counts, ...Array.from({length: passed}, () => 0)].slice(
					-windowSeconds,
				)
			: [...rate.counts];
	counts.push((counts.pop() ?? 0) + count);
	return {second: Math.max(now, rate.second), counts};
}

/** Entries a second over the last whole seconds, or over the current one when there is no other. */
export function perSecond({counts}: Rate): number {
	const whole = counts.slice(0, -1);
	return whole.length === 0
		? (counts[0] ?? 0)
		: whole.reduce((sum, count) => sum + count, 0) / whole.length;
}
