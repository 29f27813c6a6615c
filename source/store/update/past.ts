import {type Micros} from '../../log/entry.ts';
import {patientPage, seamMargin} from '../../timeline/lag.ts';
import {failPage, landPage} from '../../timeline/land-page.ts';
import {type Page} from '../../timeline/page.ts';
import {circling, turnPage} from '../../timeline/continuation.ts';
import {type PastAction} from '../action.ts';
import {type Logs} from '../logs.ts';
import {evict} from './evict.ts';
import {placePage} from './place-page.ts';

/** Takes in what past logs have told: a page, how far back it was looked, or that it failed. */
export function updatePast(logs: Logs, action: PastAction): Logs {
	switch (action.kind) {
		case 'page-landed': {
			const malformedCount = logs.malformedCount + action.malformedCount;
			return evict(
				takePage(
					{...withoutReached(logs), malformedCount},
					action.page,
					action.at,
				),
			);
		}

		case 'page-failed': {
			return failPage(withoutReached(logs), action);
		}

		case 'page-reached': {
			return {...logs, reached: action.time};
		}

		case 'page-range': {
			return {...logs, isPagingStopped: action.isStopped};
		}

		case 'retry-gap': {
			return {
				...logs,
				failedGaps: logs.failedGaps.filter(
					({from, to}) => to <= action.from || from >= action.to,
				),
			};
		}
	}
}

/** The page that was under way is over. */
export function withoutReached({reached, ...logs}: Logs): Logs {
	return logs;
}

function takePage(logs: Logs, given: Page, at: Micros): Logs {
	const page = patientPage(logs, given, at);
	const turned = turnPage(logs.continuations, page, seamMargin(logs));
	const next = {...logs, continuations: turned.continuations};
	switch (turned.kind) {
		case 'overlapping': {
			return next;
		}

		case 'circle': {
			const {from, to} = page;
			return failPage(next, {from, to, failure: circling, serverTime: at});
		}

		case 'landed': {
			const {landing} = turned;
			if (landing.isStalled) {
				return next;
			}

			const {found, ...placed} = placePage(next, page, landing, at);
			return landPage({...next, ...found}, page, landing, {...placed, at});
		}
	}
}
