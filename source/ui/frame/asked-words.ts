import {loadedFilter, type Query} from '../../log/query.ts';
import {type Logs} from '../../store/logs.ts';
import {isAnsweredLocally} from '../../store/first-wanted-page.ts';
import {safe} from '../look/words.ts';

/** What the server was asked, in its own words: `level=error,warning q=timeout`. */
export function askedWords({asked, connection}: Logs): string {
	const words = parametersOf(asked) || 'for all';
	return isAnsweredLocally(connection)
		? `to be asked ${words}`
		: `asked ${words}`;
}

function parametersOf(query: Query): string {
	const {range, order} = query;
	const {levels, regions, text} = loadedFilter(query);
	const parts = [
		...(levels.length === 0 ? [] : [`level=${levels.join(',')}`]),
		...(regions.length === 0 ? [] : [`region=${regions.join(',')}`]),
		...(text === '' ? [] : [`q=${text}`]),
		...(range.since === undefined ? [] : [`since=${instant(range.since)}`]),
		...(range.until === undefined
			? []
			: [`until=${instant(range.until)}`, `order=${order}`]),
	];
	return safe(parts.join(' '));
}

/** To the second: what is shown is for people. */
function instant(micros: number): string {
	return new Date(Math.floor(micros / 1000))
		.toISOString()
		.replace(/\.\d+Z$/v, 'Z');
}
