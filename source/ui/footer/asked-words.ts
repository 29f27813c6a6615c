import {type Query} from '../../log/query.ts';
import {safe} from '../words.ts';

/** What the server was asked, in its own words: `level=error,warning q=timeout`. */
export function askedWords({filter, range, order}: Query): string {
	const {levels, regions, text} = filter;
	const parts = [
		...(levels.length === 0 ? [] : [`level=${levels.join(',')}`]),
		...(regions.length === 0 ? [] : [`region=${regions.join(',')}`]),
		...(text === '' ? [] : [`q=${text}`]),
		...(range.since === undefined ? [] : [`since=${instant(range.since)}`]),
		...(range.until === undefined
			? []
			: [`until=${instant(range.until)}`, `order=${order}`]),
	];
	return parts.length === 0
		? 'asked for all'
		: `asked ${safe(parts.join(' '))}`;
}

/** To the second: what is shown is for people. */
function instant(micros: number): string {
	return new Date(Math.floor(micros / 1000))
		.toISOString()
		.replace(/\.\d+Z$/v, 'Z');
}
