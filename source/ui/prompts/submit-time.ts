import {parseRange} from '../../log/time-words.ts';
import {type Action} from '../../store/action.ts';
import {type Store} from '../../store/create-store.ts';
import {type State} from '../../store/state.ts';
import {isWithin} from '../../log/time-range.ts';
import {type Setting} from '../look/setting.ts';

/** Reads what was typed at the time prompt; a problem is said there, and nothing typed is lost. */
export async function submitTime(
	words: string,
	{get, dispatch}: Store,
	setting: Setting,
): Promise<void> {
	for (const action of await read(words, get, setting)) {
		dispatch(action);
	}
}

async function read(
	words: string,
	get: () => State,
	{now, timeZone}: Setting,
): Promise<Action[]> {
	const list: Action = {kind: 'mode', mode: {kind: 'list'}};
	const asked = get();
	const {deployment} = asked.details;
	const found =
		words.trim() === ''
			? ({kind: 'range', range: {}} as const)
			: await parseRange(words, {
					// Clocks differ: a preset counts from the server's.
					now: now() + asked.clockOffset,
					timeZone,
					...(deployment?.createdAt !== undefined && {
						deployedAt: deployment.createdAt,
					}),
				});
	const {screen, logs} = get();
	if (screen.mode.kind !== 'time' || screen.mode.value !== words) {
		return [];
	}

	switch (found.kind) {
		case 'unclear': {
			return [{kind: 'mode', mode: {...screen.mode, problem: found.reason}}];
		}

		case 'range': {
			return [
				list,
				{kind: 'query', query: {...logs.query, range: found.range}},
			];
		}

		case 'instant': {
			const {query} = logs;
			return [
				list,
				...(isWithin(found.time, query.range)
					? []
					: [{kind: 'query', query: {...query, range: {}}} as const]),
				{kind: 'go', selection: {kind: 'instant', time: found.time}},
			];
		}
	}
}
