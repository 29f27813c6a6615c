import {type Line} from '../given/served-deployment.ts';

/** The lines of a build, each at its time in milliseconds after the start. */
export type BuildScript = ReadonlyArray<
	readonly [milliseconds: number, line: Line]
>;

/** How long the build of a script takes, in milliseconds. */
export function buildLength(script: BuildScript): number {
	return script.at(-1)?.[0] ?? 0;
}

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

const beginning: BuildScript = [
	line(120, 'info', 'Cloning storefront at 4f2c91b "Show bundles in the cart"'),
	line(410, 'info', 'Using deno.json and deno.lock'),
	line(560, 'info', 'Environment: production, 6 regions'),
	...modules.map((module, index) =>
		line(760 + index * 150, 'info', `Downloading ${module}`),
	),
	line(2340, 'warning', 'npm:sharp@0.34.4 has a post-install script; not run'),
	line(2480, 'info', 'Downloaded 142 modules, 9.3 MB'),
	line(2620, 'info', 'Checking types'),
	...sources.map((source, index) =>
		line(2750 + index * 170, 'info', `Check ${source}`),
	),
];

/** A build that succeeds. */
export const successfulBuild: BuildScript = [
	...beginning,
	line(4120, 'info', 'Types are right, 61 files'),
	line(4260, 'info', 'Bundling'),
	line(4620, 'info', 'Compressed static/hero.avif (214 kB → 88 kB)'),
	line(4800, 'info', 'Compressed static/app-4f2c.js (91 kB → 29 kB)'),
	line(4960, 'info', 'Uploading 38 assets'),
	line(5240, 'info', '27 assets are there already'),
	line(5480, 'info', 'Uploaded 11 assets'),
	line(5700, 'info', 'Starting in 6 regions'),
	line(5930, 'info', 'All regions answer'),
	line(6200, 'info', 'Deployed in 6.2 s'),
];

/** A build that does not get past its types. */
export const failedBuild: BuildScript = [
	...beginning,
	line(
		4120,
		'error',
		"TS2339 [ERROR]: Property 'bundle' does not exist on type 'CartLine'.\n    const {bundle} = line;\n           ~~~~~~\n    at file:///src/cart/cart-line.tsx:44:10",
	),
	line(4180, 'error', 'Found 1 error; the deployment failed.'),
];

function line(
	milliseconds: number,
	level: string,
	message: string,
): BuildScript[number] {
	return [milliseconds, JSON.stringify({level, message})];
}
