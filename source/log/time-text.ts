import {type Micros} from './entry.ts';

/** `2026-11-24T10:00:00.123Z`, with six digits where the microseconds ask for them. */
export function formatTime(time: Micros): string {
	const text = formatMilliseconds(time);
	const micros = ((time % 1000) + 1000) % 1000;
	return micros === 0
		? text
		: `${text.slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
}

/** `2026-11-24T10:00:00Z`: what is left of a second is cut off. */
export function formatSeconds(time: Micros): string {
	return formatMilliseconds(time).replace(/\.\d+Z$/v, 'Z');
}

/** `2026-11-24T10:00:00.123Z`: what is left of a millisecond is cut off. */
export function formatMilliseconds(time: Micros): string {
	return new Date(Math.floor(time / 1000)).toISOString();
}
