import {type Micros} from '../../log/entry.ts';
import {type Logs} from '../../store/logs.ts';
import {type Role} from '../look/theme.ts';
import {safe} from '../look/words.ts';

/** What the app-log stream does. */
export type StateWord = {
	readonly role: Role;
	readonly word: string;
	/** What else there is to say of it, from the most to the least important. */
	readonly more: readonly string[];
	/** Why it does not come. */
	readonly reason?: string;
};

const second: Micros = 1_000_000;

/** Puts what the app-log stream does into a word, with what else there is to say of it. */
export function stateWord({connection, asked}: Logs, now: Micros): StateWord {
	switch (connection.kind) {
		case 'none': {
			const isPast = asked.range.until !== undefined;
			return {
				role: 'strong',
				word: isPast ? '■ PAST' : '■ ENDED',
				more: [],
			};
		}

		case 'live': {
			return live;
		}

		case 'connecting': {
			if (connection.after === 'loss') {
				return reconnecting([attemptWords(Math.max(1, connection.attempt))]);
			}

			return connection.after === 'query'
				? live
				: {role: 'busy', word: '◌ CONNECTING', more: []};
		}

		case 'reconnecting': {
			const seconds = Math.ceil((connection.retryAt - now) / second);
			return {
				...reconnecting([
					attemptWords(connection.attempt),
					...(seconds > 0 ? [`in ${seconds} s`] : []),
				]),
				...(connection.failure !== undefined && {
					reason: safe(connection.failure.message),
				}),
			};
		}

		case 'offline': {
			return {
				role: 'bad',
				word: '✗ OFFLINE',
				more: ['R tries again'],
				reason: safe(connection.failure.message),
			};
		}
	}
}

const live: StateWord = {role: 'good', word: '● LIVE', more: []};

function reconnecting(more: readonly string[]): StateWord {
	return {role: 'busy', word: '◌ RECONNECTING', more};
}

function attemptWords(attempt: number): string {
	return `attempt ${attempt}`;
}
