import {
	changeStage,
	waitingBuild,
	type BuildState,
	type StageChange,
	type StageName,
} from '../given/build-state.ts';
import {type BuildLine} from '../given/served-deployment.ts';

/** What happens in a build, each at its time in milliseconds after the start. */
export type BuildScript = {
	readonly changes: ReadonlyArray<Omit<StageChange, 'at'> & {at: number}>;
	readonly lines: readonly ScriptLine[];
	/** When somebody asks that it be cancelled. */
	readonly cancellationAt?: number;
};

type ScriptLine = {
	readonly at: number;
	readonly level: string;
	readonly message: string;
	readonly step: StageName;
};

/** How a build ends other than well: in which stage or step, and how. */
export type BuildFailure = {
	readonly stage: Exclude<StageChange['stage'], 'database' | 'deploying'>;
	readonly status: 'errored' | 'timed_out' | 'cancelled';
};

const modules = [
	'jsr:@std/http@1.0.21',
	'jsr:@std/http@1.0.21/file-server',
	'jsr:@std/path@1.1.2',
	'jsr:@std/assert@1.0.14',
	'npm:preact@10.27.2',
	'npm:preact-render-to-string@6.6.1',
	'npm:@preact/signals@2.3.1',
	'npm:zod@4.1.11',
	'npm:sharp@0.34.4',
	'npm:nanoid@5.1.6',
];

const sources = [
	'file:///src/server.ts',
	'file:///src/routes/index.tsx',
	'file:///src/routes/products/[slug].tsx',
	'file:///src/routes/cart.tsx',
	'file:///src/routes/checkout.ts',
	'file:///src/payments/authorize.ts',
	'file:///src/catalogue/find-product.ts',
];

/** A build that succeeds. */
export const successfulBuild: BuildScript = {
	changes: [
		change(0, 'queued', 'running'),
		change(100, 'queued', 'succeeded'),
		change(100, 'preparing', 'running'),
		change(700, 'preparing', 'succeeded'),
		change(700, 'installing', 'running', 'deno install'),
		change(2550, 'installing', 'succeeded'),
		change(2550, 'building', 'running', 'deno task build'),
		change(4880, 'building', 'succeeded'),
		change(4880, 'deploying', 'running'),
		change(4900, 'database', 'running'),
		change(5100, 'database', 'succeeded'),
		change(5100, 'predeploy', 'running', 'deno task migrate'),
		change(5640, 'predeploy', 'succeeded'),
		change(5640, 'warmup', 'running'),
		change(5930, 'warmup', 'succeeded'),
		change(5930, 'routing', 'running'),
		change(6200, 'routing', 'succeeded'),
		change(6200, 'deploying', 'succeeded'),
	],
	lines: [
		line(
			120,
			'preparing',
			'Cloning storefront at 4f2c91b "Show bundles in the cart"',
		),
		line(410, 'preparing', 'Using deno.json and deno.lock'),
		line(560, 'preparing', 'Environment: production, 6 regions'),
		...modules.map((module, index) =>
			line(760 + index * 150, 'installing', `Downloading ${module}`),
		),
		{
			at: 2340,
			level: 'warning',
			step: 'installing',
			message: 'npm:sharp@0.34.4 has a post-install script; not run',
		},
		line(2480, 'installing', 'Downloaded 142 modules, 9.3 MB'),
		line(2620, 'building', 'Checking types'),
		...sources.map((source, index) =>
			line(2750 + index * 170, 'building', `Check ${source}`),
		),
		line(4120, 'building', 'Types are right, 61 files'),
		line(4260, 'building', 'Bundling'),
		line(4620, 'building', 'Compressed static/hero.avif (214 kB → 88 kB)'),
		line(4800, 'building', 'Compressed static/app-4f2c.js (91 kB → 29 kB)'),
		line(4960, 'deploying', 'Uploading 38 assets'),
		line(5240, 'deploying', '27 assets are there already'),
		line(5480, 'deploying', 'Uploaded 11 assets'),
		line(5700, 'deploying', 'Starting in 6 regions'),
		line(5930, 'deploying', 'All regions answer'),
		line(6200, 'deploying', 'Deployed in 6.2 s'),
	],
};

/** The build that succeeds, but for one stage: nothing comes after it. */
export function createFailingBuild({stage, status}: BuildFailure): BuildScript {
	const ending = endings[stage];
	const begins = successfulBuild.changes.find(
		(one) => one.stage === stage && one.status === 'running',
	);
	const at = ending.at ?? (begins?.at ?? 0) + 80;
	const failureDetail =
		stage === 'warmup' && status === 'errored'
			? {
					stage,
					code: 'boot_failed',
					message:
						'The application did not start: module "./bundles.ts" was not found.',
				}
			: undefined;
	const last: readonly ScriptLine[] =
		status === 'errored'
			? ending.errors.map((message, index) => ({
					at: at + index * 60,
					level: 'error',
					step: ending.step,
					message,
				}))
			: [
					{
						at,
						level: 'error',
						step: ending.step,
						message:
							status === 'timed_out'
								? 'The build took longer than it may and was stopped.'
								: 'The build was cancelled.',
					},
				];
	const endsAt = last.at(-1)?.at ?? at;
	return {
		changes: [
			...successfulBuild.changes.filter((one) => one.at < at),
			{at: endsAt, stage, status, ...(failureDetail && {failureDetail})},
		],
		lines: [...successfulBuild.lines.filter((one) => one.at < at), ...last],
		...(status === 'cancelled' && {cancellationAt: at - 40}),
	};
}

/** Where a stage breaks off, and what the log says of it. */
const endings: Readonly<
	Record<
		BuildFailure['stage'],
		{
			readonly step: StageName;
			readonly errors: readonly string[];
			readonly at?: number;
		}
	>
> = {
	queued: {
		step: 'preparing',
		errors: ['There was no room to build; nothing was run.'],
	},
	preparing: {
		step: 'preparing',
		at: 470,
		errors: [
			'fatal: reference is not a tree: 4f2c91b7d0',
			'The source could not be had; the deployment failed.',
		],
	},
	installing: {
		step: 'installing',
		at: 2300,
		errors: [
			'error: npm package "preact-bundles" was not found in the registry\n    at file:///src/cart/cart-line.tsx:3:22',
			'"deno install" ended with exit code 1; the deployment failed.',
		],
	},
	building: {
		step: 'building',
		at: 4120,
		errors: [
			"TS2339 [ERROR]: Property 'bundle' does not exist on type 'CartLine'.\n    const {bundle} = line;\n           ~~~~~~\n    at file:///src/cart/cart-line.tsx:44:10",
			'Found 1 error; the deployment failed.',
		],
	},
	predeploy: {
		step: 'deploying',
		at: 5400,
		errors: [
			'error: migration 0007_bundles failed: relation "bundles" exists already',
			'"deno task migrate" ended with exit code 1; the deployment failed.',
		],
	},
	warmup: {
		step: 'deploying',
		at: 5800,
		errors: ['The application did not start; the deployment failed.'],
	},
	routing: {
		step: 'deploying',
		at: 6000,
		errors: ['The domains could not be routed; the deployment failed.'],
	},
};

/** A build that does not get past its types. */
export const failedBuild = createFailingBuild({
	stage: 'building',
	status: 'errored',
});

/** How long the build of a script takes, in milliseconds. */
export function measureBuild({changes, lines}: BuildScript): number {
	return Math.max(changes.at(-1)?.at ?? 0, lines.at(-1)?.at ?? 0);
}

/** The state of a build so many milliseconds after its start, in microseconds since the epoch. */
export function readBuildState(
	{changes, cancellationAt}: BuildScript,
	{start, age}: {start: number; age: number},
): BuildState {
	let state = waitingBuild;
	for (const {at, ...change} of changes) {
		if (at <= age) {
			state = changeStage(state, {...change, at: start + at * 1000});
		}
	}

	return cancellationAt === undefined || cancellationAt > age
		? state
		: {...state, cancellationRequestedAt: start + cancellationAt * 1000};
}

export function readBuildLines(
	{lines}: BuildScript,
	{start, age}: {start: number; age: number},
): readonly BuildLine[] {
	return lines
		.filter(({at}) => at <= age)
		.map(({at, level, message, step}) => ({
			time: start + at * 1000,
			level,
			message,
			step,
			...(step === 'deploying' && {timeline: 'production'}),
			line: JSON.stringify({level, message}),
		}));
}

function change(
	at: number,
	stage: StageChange['stage'],
	status: StageChange['status'],
	command?: string,
): BuildScript['changes'][number] {
	return {at, stage, status, ...(command !== undefined && {command})};
}

function line(at: number, step: StageName, message: string): ScriptLine {
	return {at, level: 'info', step, message};
}
