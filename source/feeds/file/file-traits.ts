import {type FeedTraits} from '../../log/feed-traits.ts';

/** What files can do: all of it is done here. */
export const fileTraits: FeedTraits = {
	kind: 'file',
	words: {deployment: 'file', project: 'folder'},
	pageLimit: 20_000,
	order: 'both',
	levels: 'set',
	regions: 'here',
	text: 'substring',
	isLive: false,
	isAtHand: true,
	hasDetails: false,
	hasBuildLog: false,
	describe: () => '',
};
