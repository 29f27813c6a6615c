import {type Filter, type Order} from '../../log/query.ts';
import {type TimeRange} from '../../log/time-range.ts';
import {invalidParameter} from './problem.ts';
import {parseTime} from './time-text.ts';

export const defaultLimit = 100;
export const largestLimit = 10_000;

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

/** The one value of a parameter; one that is present but empty counts as absent. */
export function readText(
	parameters: URLSearchParams,
	name: string,
): string | undefined {
	const values = parameters.getAll(name).filter((value) => value !== '');
	if (values.length > 1) {
		throw invalidParameter(`${name} is given more than once.`);
	}

	return values[0];
}

export function readNumber(
	parameters: URLSearchParams,
	name: string,
	lowest: number,
	highest: number,
): number | undefined {
	const text = readText(parameters, name);
	if (text === undefined) {
		return undefined;
	}

	const value = Number(text);
	if (!/^\d+$/v.test(text) || value < lowest || value > highest) {
		throw invalidParameter(
			`${name} must be a whole number from ${lowest} to ${highest}, not ${JSON.stringify(text)}.`,
		);
	}

	return value;
}

export function readChoice<Choice extends string>(
	parameters: URLSearchParams,
	name: string,
	choices: readonly Choice[],
): Choice | undefined {
	const text = readText(parameters, name);
	const choice = choices.find((candidate) => candidate === text);
	if (text !== undefined && choice === undefined) {
		throw invalidParameter(
			`${name} must be ${choices.join(' or ')}, not ${JSON.stringify(text)}.`,
		);
	}

	return choice;
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

function readList(parameters: URLSearchParams, name: string) {
	const values = parameters.getAll(name).flatMap((value) => value.split(','));
	return [...new Set(values)].filter((value) => value !== '').toSorted();
}

function readTime(parameters: URLSearchParams, name: string) {
	const text = readText(parameters, name);
	if (text === undefined) {
		return undefined;
	}

	const time = parseTime(text);
	if (time === undefined) {
		const hint = text.includes(' ')
			? ' A plus sign in an address is written %2B.'
			: '';
		throw invalidParameter(
			`${name} must be an RFC 3339 time such as 2026-01-31T12:00:00Z, not ${JSON.stringify(text)}.${hint}`,
		);
	}

	return time;
}
