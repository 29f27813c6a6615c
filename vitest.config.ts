import {constants, setPriority} from 'node:os';
import {defineConfig} from 'vitest/config';

// Linting takes as long on one processor as testing on all of them, beside which it runs: it goes first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

/** Tests that start programs, or watch over all of this repository. */
const outside = [
	'test/*.{ts,tsx}',
	'test/{benchmark,cli,conformance,e2e,terminal}/**/*.{ts,tsx}',
];
const shared = {
	// Most tests wait for a program or a server.
	maxWorkers: 3,
	testTimeout: 60_000,
	hookTimeout: 60_000,
};

export default defineConfig({
	test: {
		...shared,
		projects: [
			{test: {...shared, name: 'outside', include: outside}},
			{
				test: {
					...shared,
					name: 'inside',
					include: ['test/**/*.{ts,tsx}'],
					exclude: ['test/{helpers,fixtures}/**', ...outside],
					// What a test imports is loaded once for all of them: half of the time that they take.
					isolate: false,
				},
			},
		],
	},
});
