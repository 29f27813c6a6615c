import {type Options} from '../../source/config/options.ts';
import {everything} from '../../source/log/query.ts';

/** What `deplog <deployment> --print` prints by, into a pipe. */
export const printOptions: Options = {
	filter: everything,
	range: {},
	order: 'asc',
	isFollowing: false,
	format: 'json',
	hasColors: false,
	timeZone: 'utc',
	hasBell: false,
	isLatestFollowed: false,
	bufferEntries: 1000,
};
