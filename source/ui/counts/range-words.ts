import {type Micros} from '../../log/entry.ts';
import {heldCount} from '../../store/known.ts';
import {type RangeCount} from '../../store/range-count.ts';
import {type State} from '../../store/state.ts';
import {type Setting} from '../look/setting.ts';
import {isWide} from '../look/surface.ts';
import {count, safe} from '../look/words.ts';
import {type WholeSpan} from './counts-table.ts';

/** Says of what the counts are, and whether that is all there is. */
export function rangeWordsOf(
	{
		isCounting,
		range,
		whole,
	}: {
		readonly isCounting: boolean;
		readonly range?: RangeCount | undefined;
		readonly whole: WholeSpan;
	},
	{logs, screen}: State,
	{theme, timestamps, now}: Setting,
): string {
	const at = (time: Micros) => timestamps.dateTime(time);
	if (range !== undefined) {
		const {status, reached, entryCount, failure, ask} = range;
		const looked = `${count(entryCount)} entries`;
		const since = reached === undefined ? '' : ` back to ${at(reached)}`;
		switch (status) {
			case 'running': {
				return theme.paint(
					'busy',
					`counting all: ${looked}${since} · esc stops`,
				);
			}

			case 'done': {
				return `all ${ask.range.since === undefined ? '' : `since ${at(ask.range.since)} `}until ${at(ask.range.until ?? 0)}`;
			}

			case 'stopped': {
				return theme.paint('busy', `stopped: ${looked}${since}`);
			}

			case 'failed': {
				return theme.paint(
					'bad',
					`${looked}${since}: ${safe(failure?.message ?? '')}`,
				);
			}
		}
	}

	if (isCounting) {
		return theme.paint('busy', 'counting');
	}

	const loaded = `${count(heldCount(logs))} loaded`;
	if (!isWide(screen.columns)) {
		return whole.kind === 'none'
			? 'not all there is'
			: whole.from === undefined
				? 'all of the query'
				: `whole since ${timestamps.timeOn(now(), whole.from)}`;
	}

	if (whole.kind === 'none') {
		return `${loaded}, not all there is · c counts all`;
	}

	const {from, until} = whole;
	const end = until === undefined ? '' : ` until ${at(until)}`;
	return from === undefined
		? `${loaded}, all of the query${end}${end === '' ? '' : ' · c counts all'}`
		: `${loaded}, whole since ${at(from)}${end} · c counts all`;
}

const units: ReadonlyArray<readonly [unit: Micros, name: string]> = [
	[86_400_000_000, 'd'],
	[3_600_000_000, 'h'],
	[60_000_000, 'min'],
	[1_000_000, 's'],
];

/** `5 min`. */
export function spanWords(width: Micros): string {
	const [unit, name] = units.find(([one]) => width >= one) ?? [1_000_000, 's'];
	return `${width / unit} ${name}`;
}
