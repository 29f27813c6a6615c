import {rangePaging} from '../../store/range-paging.ts';
import {type Logs} from '../../store/logs.ts';
import {count} from '../look/words.ts';

/** `12,000 loaded, more…`: how far the loading of a past range is; empty where none is under way. */
export function pagingWords(logs: Logs): string {
	return rangePaging(logs) === 'going'
		? `${count(logs.buffer.count)} loaded, more…`
		: '';
}
