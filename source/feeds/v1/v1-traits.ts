import {type FeedTraits} from '../../log/feed-traits.ts';
import {formatSeconds} from '../../log/wall-time.ts';

/** What Deno Deploy's v1 REST API can do. */
export const v1Traits: FeedTraits = {
	kind: 'v1',
	words: {deployment: 'deployment', project: 'project'},
	pageLimit: 10_000,
	retention: 14 * 86_400_000_000,
	order: 'both',
	levels: 'set',
	regions: 'there',
	text: 'substring',
	isLive: true,
	hasDetails: true,
	hasBuildLog: true,
	describe({filter: {levels, regions, text}, range: {since, until}, order}) {
		return [
			...(levels.length === 0 ? [] : [`level=${levels.join(',')}`]),
			...(regions.length === 0 ? [] : [`region=${regions.join(',')}`]),
			...(text === '' ? [] : [`q=${text}`]),
			...(since === undefined ? [] : [`since=${formatSeconds(since)}`]),
			...(until === undefined
				? []
				: [`until=${formatSeconds(until)}`, `order=${order}`]),
		].join(' ');
	},
};
