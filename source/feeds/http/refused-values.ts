import {type Micros} from '../../log/entry.ts';
import {farAhead} from '../../log/time-range.ts';
import {formatMilliseconds} from '../../log/wall-time.ts';
import {ApiError} from '../errors.ts';

/** What a server refuses that others take, and what is asked for in its place. */
export type Limits = {
	/** No time that is ahead of its clock, by however little. */
	readonly isStrict: boolean;
	/** No page of more entries. */
	readonly mostEntries: number;
};

export const noLimits: Limits = {
	isStrict: false,
	mostEntries: Number.POSITIVE_INFINITY,
};

/** The same address within limits. What is dated ahead is asked for as it is. */
export function limitUrl(
	url: URL,
	{isStrict, mostEntries}: Limits,
	/** The server's clock. */
	now: Micros,
): URL {
	const limited = new URL(url);
	const parameters = limited.searchParams;
	if (Number(parameters.get('limit')) > mostEntries) {
		parameters.set('limit', String(mostEntries));
	}

	for (const [name, time] of isStrict ? timesOf(url) : []) {
		if (time > now) {
			parameters.set(name, formatMilliseconds(now));
		}
	}

	return limited;
}

/** What to ask within after a refusal; nothing where it has another reason. */
export function stricterLimits(
	error: unknown,
	url: URL,
	limits: Limits,
	now: Micros,
): Limits | undefined {
	if (
		!(error instanceof ApiError) ||
		error.kind === 'rate-limited' ||
		![400, 416, 422].includes(error.status ?? 0)
	) {
		return undefined;
	}

	const limit = Number(url.searchParams.get('limit'));
	if (/limit|page.?size/iv.test(error.said) && limit > fewEntries) {
		return {
			...limits,
			mostEntries: limit > manyEntries ? manyEntries : fewEntries,
		};
	}

	return !limits.isStrict && timesOf(url).some(([, time]) => time > now)
		? {...limits, isStrict: true}
		: undefined;
}

/** What servers give at least, where they say that they give less than was asked for. */
const manyEntries = 1000;
const fewEntries = 100;

function timesOf(url: URL): ReadonlyArray<readonly [string, Micros]> {
	const times = ['since', 'until', 'start', 'end'].map(
		(name) =>
			[name, Date.parse(url.searchParams.get(name) ?? '') * 1000] as const,
	);
	return times.some(([, time]) => time === farAhead) ? [] : times;
}
