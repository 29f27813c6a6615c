import {isAnsweredLocally} from '../../store/wanted/wanted-page.ts';
import {type State} from '../../store/state.ts';
import {cut} from '../../text/cut.ts';
import {visibleText} from '../../text/highlight.ts';
import {width as widthOf} from '../../text/width.ts';
import {type Setting} from '../look/setting.ts';
import {type Theme} from '../look/theme.ts';
import {safe, refinementsWords} from '../look/words.ts';
import {loadedFilter} from '../../log/query.ts';
import {type Logs} from '../../store/logs.ts';
import {type Hint} from '../take/take-keys.ts';
import {headerLine, isFaceShown} from './header-line.ts';
import {hintsOf} from './key-map.ts';
import {keyedView} from './views.ts';

/** The answer to the last key, else what the keys do; at the right what the server was asked. */
export function footerLine(
	state: State,
	setting: Setting,
	width: number,
): string {
	const {theme} = setting;
	const {screen} = state;
	const room = width - 2;
	const {notice} = screen;
	if (notice !== undefined) {
		return ` ${theme.paint('notice', cut(notice, room, {ellipsis: '…'}))}`;
	}

	const hints = hintsOf(state);
	const reason = unsaidReason(state, setting, width);
	const described = describeAsked(state.logs);
	const words =
		keyedView(state) === 'logs'
			? askedWords(state.logs, described || 'all entries')
			: '';
	const asked =
		reason === ''
			? cut(words, Math.min(mostAskedCells, room), {ellipsis: '…'})
			: cut(
					// What the reader has chosen since the refusal is not to be asked in silence.
					described !== '' && words !== '' ? `${words} · ${reason}` : reason,
					room - leastCells(hints) - 3,
					{ellipsis: '…'},
				);
	const isAskedShown =
		asked !== '' && leastCells(hints) + 3 + widthOf(asked) <= room;
	const left = fitHints(
		hints,
		isAskedShown ? room - widthOf(asked) - 3 : room,
		theme,
	);
	const blanks = Math.max(0, room - widthOf(left) - widthOf(asked));
	return isAskedShown
		? ` ${left}${' '.repeat(blanks)}${theme.paint(reason === '' ? 'quiet' : 'bad', asked)}`
		: ` ${left}`;
}

const mostAskedCells = 60;

/** Why the server refuses, where neither the list nor the header says it; empty where there is nothing to say. */
function unsaidReason(state: State, setting: Setting, width: number): string {
	const {connection} = state.logs;
	if (connection.kind !== 'offline' || isFaceShown(state)) {
		return '';
	}

	const reason = safe(connection.failure.message);
	const header = headerLine(state, setting, setting.now(), width);
	return visibleText(header).includes(reason) ? '' : reason;
}

/** What the server is asked, in its own words; empty for all entries. */
function describeAsked({asked, traits}: Logs): string {
	const {range, order} = asked;
	return safe(traits.describe({filter: loadedFilter(asked), range, order}));
}

/** As many hints as fit: those of the highest rank go last. */
function fitHints(hints: readonly Hint[], width: number, theme: Theme): string {
	let shown = [...hints];
	while (shown.length > 1 && cellsOf(shown) > width) {
		const worst = Math.max(...shown.map(({rank}) => rank));
		const index = shown.findLastIndex(({rank}) => rank === worst);
		shown = shown.toSpliced(index, 1);
	}

	return cut(
		shown
			.map(
				({keys, words}) =>
					`${theme.paint('key', keys)} ${theme.paint('quiet', words)}`,
			)
			.join('  '),
		width,
	);
}

/** The hints that must stay. */
function leastCells(hints: readonly Hint[]): number {
	return cellsOf(hints.filter(({rank}) => rank === 0));
}

function cellsOf(hints: readonly Hint[]): number {
	let cells = -2;
	for (const {keys, words} of hints) {
		cells += widthOf(keys) + 1 + widthOf(words) + 2;
	}

	return cells;
}

/** What the server was asked, in its own words, and what is answered here: `server: level=error,warning q=timeout · filtered here: status>=500`. Nothing where files are read. */
function askedWords(
	{query, connection, source}: Logs,
	described: string,
): string {
	if (source !== undefined) {
		return '';
	}

	const here = refinementsWords(query);
	return [
		isAnsweredLocally(connection)
			? `not asked yet: ${described}`
			: `server: ${described}`,
		...(here === '' ? [] : [`filtered here: ${here}`]),
	].join(' · ');
}
