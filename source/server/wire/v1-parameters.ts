import {type Filter, type Order} from '../../log/query.ts';
import {type TimeRange} from '../../log/time-range.ts';
import {
	readChoice,
	readList,
	readNumber,
	readText,
	readTime,
} from './parameters.ts';
import {invalidParameter} from './problem.ts';

const defaultLimit = 100;
const largestLimit = 10_000;

/** What `GET /deployments/{id}/app_logs` was asked: past entries as soon as `since` or `until` is there. */
export type AppLogsParameters =
	| {readonly kind: 'live'; readonly filter: Filter}
	| {
			readonly kind: 'past';
			readonly filter: Filter;
			readonly range: TimeRange;
			readonly limit: number;
			readonly order: Order;
			readonly cursor?: string;
	  };

export function readAppLogs(parameters: URLSearchParams): AppLogsParameters {
	const filter = readFilter(parameters);
	const since = readTime(parameters, 'since');
	const until = readTime(parameters, 'until');
	if (since === undefined && until === undefined) {
		return {kind: 'live', filter};
	}

	if (since !== undefined && until !== undefined && since >= until) {
		throw invalidParameter('since must be earlier than until.');
	}

	readChoice(parameters, 'sort', ['time']);
	return {
		kind: 'past',
		filter,
		range: {since, until},
		limit: readNumber(parameters, 'limit', 1, largestLimit) ?? defaultLimit,
		order: readOrder(parameters) ?? 'desc',
		cursor: readText(parameters, 'cursor'),
	};
}

function readOrder(parameters: URLSearchParams): Order | undefined {
	const order = readChoice(parameters, 'order', [
		'asc',
		'desc',
		'timeAsc',
		'timeDesc',
	]);
	if (order === 'timeAsc' || order === 'timeDesc') {
		return order === 'timeAsc' ? 'asc' : 'desc';
	}

	return order;
}

const knownLevels = ['error', 'warning', 'info', 'debug'];

function readFilter(parameters: URLSearchParams): Filter {
	const levels = readList(parameters, 'level');
	const unknownLevel = levels.find((level) => !knownLevels.includes(level));
	if (unknownLevel !== undefined) {
		throw invalidParameter(
			`level must be a list of ${knownLevels.join(', ')}, without ${JSON.stringify(unknownLevel)}.`,
		);
	}

	return {
		levels,
		regions: readList(parameters, 'region'),
		text: readText(parameters, 'q') ?? '',
	};
}
