import {type CountAction} from '../action.ts';
import {createRangeCount, type RangeCount} from '../range-count.ts';

/** Changes what is counted of spans that are not all loaded. */
export function updateCounting(
	counting: Counting,
	action: CountAction,
): Counting {
	switch (action.kind) {
		case 'count-asked': {
			return action.asks.map((ask) => createRangeCount(ask));
		}

		case 'count-page': {
			return change(counting, action.key, (count) => {
				let entryCount = 0;
				for (const entry of action.entries) {
					count.tally.add(entry);
					entryCount++;
				}

				return {
					...count,
					entryCount: count.entryCount + entryCount,
					...(action.reached !== undefined && {reached: action.reached}),
				};
			});
		}

		case 'count-ended': {
			const {failure} = action;
			return change(counting, action.key, (count) => ({
				...count,
				...(failure === undefined
					? {status: 'done', failure}
					: {status: 'failed', failure}),
			}));
		}

		case 'count-stopped': {
			return counting.map((count) =>
				count.status === 'running' ? {...count, status: 'stopped'} : count,
			);
		}
	}
}

type Counting = readonly RangeCount[];

function change(
	counting: Counting,
	key: string,
	to: (count: RangeCount) => RangeCount,
): Counting {
	return counting.map((count) => (count.key === key ? to(count) : count));
}
