import {matchIndex} from '../../store/view/jump.ts';
import {type Logs} from '../../store/logs.ts';
import {count, counted} from '../look/words.ts';

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
