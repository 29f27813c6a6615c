import {expect, test} from 'vitest';
import {findBuildError, toldError} from '../../source/log/build-error.ts';
import {type BuildEntry} from '../../source/log/entry.ts';

const failed = {
	id: 'shop-1',
	projectId: 'shop',
	status: {kind: 'failed'},
	domains: [],
	databases: {},
} as const;

/** What stands at the start of a line tells the stream that it was written to. */
function entriesOf(log: string, manner: 'streams' | 'info' | 'chunks') {
	const entries: BuildEntry[] = log.split('\n').map((line) => ({
		level: manner !== 'info' && line.startsWith('E') ? 'error' : 'info',
		message: line.slice(2),
	}));
	return manner === 'chunks' ? inChunks(entries) : entries;
}

/** What follows each other at one level is one line. */
function inChunks(entries: readonly BuildEntry[]): readonly BuildEntry[] {
	const chunks: BuildEntry[] = [];
	for (const {level, message} of entries) {
		const last = chunks.at(-1);
		if (last?.level === level) {
			chunks.splice(-1, 1, {level, message: `${last.message}\n${message}`});
		} else {
			chunks.push({level, message});
		}
	}

	return chunks;
}

/** Builds of the tools that people deploy with: `O` was written to standard output, `E` to standard error. */
const builds: ReadonlyArray<readonly [log: string, why: string]> = [
	[
		'O > node esbuild.config.mjs\nE ✘ [ERROR] Could not resolve "./lib/cart"\nE \nE     src/app.tsx:3:21:\nE 1 error\nE Error: Command failed: esbuild src/app.tsx\nE npm error Lifecycle script `build` failed with error:\nE npm error code 1',
		'✘ [ERROR] Could not resolve "./lib/cart"',
	],
	[
		'E npm warn deprecated glob@7.2.3: Glob versions prior to v9 are no longer supported\nO vite v5.4.2 building for production...\nE x Build failed in 512ms\nE error during build:\nE src/Cart.tsx (12:9): "price" is not exported by "src/lib/money.ts"',
		'error during build:',
	],
	[
		"E  ⚠ Found lockfile missing swc dependencies, patching...\nO  ✓ Compiled successfully\nE Failed to compile.\nE \nE ./app/cart/page.tsx:41:18\nE Type error: Property 'total' does not exist on type 'Cart'.",
		'Failed to compile.',
	],
	[
		"O > tsc -p .\nO src/cart.ts(12,7): error TS2322: Type 'string' is not assignable to type 'number'.\nE ELIFECYCLE  Command failed with exit code 2.",
		"src/cart.ts(12,7): error TS2322: Type 'string' is not assignable to type 'number'.",
	],
	[
		'E npm warn deprecated rimraf@3.0.2\nE npm error code ERESOLVE\nE npm error ERESOLVE unable to resolve dependency tree\nE npm error A complete log of this run can be found in: /tmp/a.log',
		'npm error code ERESOLVE',
	],
	[
		"E Task build deno check main.ts\nE Download https://jsr.io/@std/http/meta.json\nE Check file:///app/main.ts\nE \u001B[1mTS2322 \u001B[31m[ERROR]\u001B[0m: Type 'string' is not assignable to type 'number'.\nE     at file:///app/main.ts:3:7\nE error: Type checking failed.",
		"\u001B[1mTS2322 \u001B[31m[ERROR]\u001B[0m: Type 'string' is not assignable to type 'number'.",
	],
	[
		'E Warning Implicitly using latest version (0.224.0) for https://deno.land/std/http/server.ts\nE error: Module not found "https://deno.land/x/oak@v99.0.0/mod.ts".\nE     at file:///app/main.ts:1:29',
		'error: Module not found "https://deno.land/x/oak@v99.0.0/mod.ts".',
	],
	[
		'E src/routes/+page.svelte:7:1 A11y: <img> element should have an alt attribute\nE ✗ Build failed in 201ms\nE error during build:\nE [vite-plugin-svelte] src/routes/cart/+page.svelte:14:4 </div> attempted to close an element that was not open',
		'error during build:',
	],
	[
		'O #5 1.210 npm warn deprecated har-validator@5.1.5\nO #9 2.310 src/server.ts(4,10): error TS2305: Module \'"./db"\' has no exported member \'pool\'.\nO #9 ERROR: process "/bin/sh -c npm run build" did not complete successfully: exit code: 2\nO ERROR: failed to solve: process "/bin/sh -c npm run build" did not complete successfully: exit code: 2',
		"#9 2.310 src/server.ts(4,10): error TS2305: Module '\"./db\"' has no exported member 'pool'.",
	],
	[
		'O    Creating an optimized production build ...\nE <--- Last few GCs --->\nE FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory\nE  1: 0xb8cf03 node::OOMErrorHandler(char const*) [node]\nO Aborted (core dumped)',
		'FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory',
	],
	[
		'O asset main.js 1.2 MiB [emitted]\nE Killed\nO Command "npm run build" exited with 137',
		'Killed',
	],
	[
		"O WARNING in asset size limit: error-page.js exceeds the limit\nO ERROR in ./src/index.js 4:0-28\nO Module not found: Error: Can't resolve './error-page' in '/app/src'\nO webpack 5.93.0 compiled with 1 error in 2103 ms",
		'ERROR in ./src/index.js 4:0-28',
	],
	[
		'O Lockfile is up to date, resolution step is skipped\nO sh: 1: turbo: not found\nO  ELIFECYCLE  Command failed.',
		'sh: 1: turbo: not found',
	],
	[
		'O PASS src/error-page.test.ts\nO 0 errors, 2 warnings\nO FAIL src/cart.test.ts\nO   ● cart › adds up\nO Tests: 1 failed, 12 passed, 13 total',
		'FAIL src/cart.test.ts',
	],
	[
		'E    Compiling serde v1.0.203\nE warning: unused variable: `x`\nE  --> src/main.rs:2:9\nE error[E0308]: mismatched types\nE  --> src/main.rs:10:18',
		'error[E0308]: mismatched types',
	],
	[
		'E go: downloading golang.org/x/net v0.27.0\nO cmd/server/main.go:14:2: undefined: handler',
		'cmd/server/main.go:14:2: undefined: handler',
	],
];

test.each(
	builds.flatMap(([log, why]) =>
		(['streams', 'info', 'chunks'] as const).map(
			(manner) => [why, manner, log] as const,
		),
	),
)('the build failed for: %s (%s)', (why, manner, log) => {
	const entries = entriesOf(log, manner);
	const entry = entries[findBuildError(failed, entries)];
	const offset = entry === undefined ? 0 : toldError(entry)?.offset;
	expect(entry?.message.slice(offset).split('\n')[0]).toBe(why);
});

test('of errors that only their level tells, the first is why', () => {
	const error = (message: string) => ({level: 'error', message});
	expect(
		findBuildError(failed, [
			{level: 'info', message: 'Uploading 31 files'},
			error(''),
			error('kaboom'),
			error('"deno install" ended with exit code 1'),
		]),
	).toBe(2);
});

test('a build that tells of no error has none', () => {
	expect(
		findBuildError(
			failed,
			entriesOf(
				'O Preparing\nO Uploading error.html\nE npm warn old\nO 0 errors',
				'streams',
			),
		),
	).toBe(-1);
});

test('what a step printed at a low level is why only where nothing came as an error', () => {
	const caught = {level: 'info', message: 'Error: expected by a test'};
	const entries = [caught, {level: 'error', message: 'Unable to find main.ts'}];
	expect(findBuildError(failed, entries)).toBe(1);
	expect(findBuildError(failed, [caught])).toBe(0);
});
