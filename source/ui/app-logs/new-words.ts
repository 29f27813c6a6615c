import {arrived} from '../../store/view/arrived.ts';
import {type State} from '../../store/state.ts';
import {count, counted} from '../look/words.ts';

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
