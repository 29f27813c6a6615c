import {type Micros} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {isFollowing} from '../../store/list/viewport.ts';
import {plainText} from '../../text/sanitize.ts';
import {stateWord} from '../frame/state-word.ts';
import {type Setting} from '../look/setting.ts';
import {shownVerdict} from '../look/verdict.ts';
import {
	capitalize,
	filterWords,
	refinementsWords,
	rangeWords,
} from '../look/words.ts';

/** What there is to say of the state, by its part; a part is said when its words have changed. */
export function statusWords(
	state: State,
	{timestamps}: Setting,
	now: Micros,
): ReadonlyMap<string, string> {
	const {logs, screen} = state;
	const {words, duration} = shownVerdict(state);
	const {query} = logs;
	return new Map([
		[
			'deployment',
			`${capitalize(logs.traits.words.deployment)}: ${[withoutSign(words), duration].filter(Boolean).join(', ')}`,
		],
		[
			'logs',
			`Logs: ${[
				withoutSign(stateWord(logs, now).word).toLowerCase(),
				...(logs.connection.kind === 'none'
					? []
					: [isFollowing(logs) ? 'following' : 'held']),
			].join(', ')}`,
		],
		[
			'query',
			`Shown: ${
				[
					filterWords(query.filter),
					refinementsWords(query),
					rangeWords(query.range, timestamps),
				]
					.filter((word) => word !== '')
					.join(', ') || 'all'
			}`,
		],
		['notice', screen.notice ?? ''],
	]);
}

function withoutSign(words: string): string {
	return words.replace(/^[^\p{L}]+/v, '');
}

/** A row of the screen as a line to be read: no colors, no lines of boxes. */
export function readableRow(row: string): string {
	return plainText(row)
		.replaceAll(/[\u2500-\u257F\u2580-\u259F]+/gv, ' ')
		.replaceAll(/ {2,}/gv, '  ')
		.trim();
}

/** Whether the row of the screen is the selected one. */
export function isSelectedRow(row: string): boolean {
	return /^[▌◆]/v.test(plainText(row));
}
