import {type Entry} from '../../source/log/entry.ts';

/** An entry with a time of its own. */
export function timed(time: number): Entry {
	return {time, level: 'info', region: '', message: `at ${time}`};
}

/** An entry without a time of its own, put at some time. */
export function tick(time: number, message = 'tick'): Entry {
	return {...timed(time), timeText: '', message};
}
