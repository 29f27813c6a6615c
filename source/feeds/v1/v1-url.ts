import {type Filter} from '../../log/query.ts';
import {type TimeRange} from '../../log/time-range.ts';
import {formatMilliseconds} from '../../log/wall-time.ts';
import {type PastRequest} from '../feed.ts';

/** The address of the live stream: without a time, which would make it a request for the past. `base` is that of the deployment. */
export function liveUrl(base: string, filter: Filter): URL {
	const url = new URL(`${base}/app_logs`);
	addFilter(url.searchParams, filter);
	return url;
}

/** A page of the past: the first one, since the others are named by the page before. */
export function pastUrl(
	base: string,
	{filter, range, order, limit}: PastRequest,
): URL {
	const url = liveUrl(base, filter);
	addRange(url.searchParams, range);
	url.searchParams.set('sort', 'time');
	url.searchParams.set('order', order);
	url.searchParams.set('limit', String(limit));
	return url;
}

function addFilter(parameters: URLSearchParams, filter: Filter): void {
	const {text, levels, regions} = filter;
	for (const [name, value] of [
		['q', text],
		['level', levels.join(',')],
		['region', regions.join(',')],
	] as const) {
		// One that is present but empty counts as absent.
		if (value !== '') {
			parameters.set(name, value);
		}
	}
}

/** Whole milliseconds that hold the range, since that is what servers are known to read; what is too much is left out of the answer. A request without a time would be a live one. */
function addRange(parameters: URLSearchParams, range: TimeRange): void {
	const {since, until} = range;
	if (since !== undefined || until === undefined) {
		parameters.set('since', formatMilliseconds(since ?? 0));
	}

	if (until !== undefined) {
		parameters.set('until', formatMilliseconds(Math.ceil(until / 1000) * 1000));
	}
}

/** The newest deployments of a project, as many as a page may hold. `root` is the base of the API. */
export function deploymentsUrl(
	root: string,
	projectId: string,
	page?: string,
): URL {
	return listUrl(
		`${root}/projects/${encodeURIComponent(projectId)}/deployments`,
		'created_at',
		page,
	);
}

/** The projects of an organization, those that were changed last first. */
export function projectsUrl(
	root: string,
	organizationId: string,
	page?: string,
): URL {
	return listUrl(
		`${root}/organizations/${encodeURIComponent(organizationId)}/projects`,
		'updated_at',
		page,
	);
}

function listUrl(address: string, sort: string, page?: string): URL {
	const url = new URL(address);
	url.searchParams.set('limit', '100');
	url.searchParams.set('sort', sort);
	url.searchParams.set('order', 'desc');
	if (page !== undefined) {
		url.searchParams.set('page', page);
	}

	return url;
}
