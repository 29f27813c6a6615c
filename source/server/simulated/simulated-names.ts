/** The simulated deployments, by the names that the demo knows them by. */
export const simulatedIds = {
	/** It starts building when the server starts. */
	building: 'storefront-7f3k2m',
	/** It has run for two weeks. */
	history: 'storefront-6ab1x9',
	/** Its build has failed. */
	failed: 'storefront-9d1c4e',
	search: 'storefront-2m7t6w',
	images: 'storefront-3q8v0a',
	preview: 'storefront-8h0r5b',
} as const;
