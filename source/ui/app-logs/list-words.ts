import {arrived} from '../../store/list/arrived.ts';
import {type State} from '../../store/state.ts';
import {count, counted} from '../look/words.ts';
import {matchIndex} from '../../store/list/jump.ts';
import {type Logs} from '../../store/logs.ts';
import {rangePaging} from '../../store/range-paging.ts';

/** `▼ 128 new, 3 errors`: what came while the view is held; empty for nothing. */
export function newWords({logs}: State): string {
	const {count: newCount, errorCount} = arrived(logs);
	if (newCount === 0) {
		return '';
	}

	return [
		`▼ ${count(newCount)} new`,
		...(errorCount === 0 ? [] : [counted(errorCount, 'error', 'errors')]),
	].join(', ');
}

/** `match 3 of 41`, `41 matches` where the selected entry is none of them. How many there are is not told beside a place before all are counted. */
export function matchWords(logs: Logs): string {
	const {count: total, isCounting} = logs.matches.count();
	const index = matchIndex(logs);
	const counting = isCounting ? ', counting' : '';
	if (index === undefined) {
		return counted(total, 'match', 'matches') + counting;
	}

	const all = isCounting ? '' : ` of ${count(total)}`;
	return `match ${count(index + 1)}${all}${counting}`;
}

/** `12,000 loaded, more…`: how far the loading of a past range is; empty where none is under way. */
export function pagingWords(logs: Logs): string {
	return rangePaging(logs) === 'going'
		? `${count(logs.buffer.count)} loaded, more…`
		: '';
}
