import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.ts', 'test/**/*.tsx'],
		exclude: ['test/helpers/**', 'test/fixtures/**'],
		// Most tests wait for a program or a server.
		maxWorkers: 3,
		testTimeout: 60_000,
		hookTimeout: 60_000,
	},
});
