import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.ts', 'test/**/*.tsx'],
		exclude: ['test/helpers/**', 'test/fixtures/**'],
		testTimeout: 60_000,
		hookTimeout: 60_000,
	},
});
