import {matchIndex} from '../../store/jump.ts';
import {type Logs} from '../../store/logs.ts';
import {count, counted} from '../words.ts';

/** `match 3 of 41`, `41 matches` where the selected entry is none of them. */
export function matchWords(logs: Logs): string {
	const {count: total, isCounting} = logs.matches.count();
	const index = matchIndex(logs);
	return [
		index === undefined
			? counted(total, 'match', 'matches')
			: `match ${count(index + 1)} of ${count(total)}`,
		...(isCounting ? ['counting'] : []),
	].join(', ');
}
