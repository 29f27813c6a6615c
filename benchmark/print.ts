/** How long a long range takes to be printed, page after page, beside a bare loop over the same pages in the same run: `npx tsx benchmark/print.ts`. Times in milliseconds, the most memory in megabytes. */
/* eslint-disable no-await-in-loop -- One run follows the other. */
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {median, round} from './harness/summary.ts';

const {values: options} = parseArgs({
	options: {
		pages: {type: 'string', default: '100'},
		rounds: {type: 'string', default: '3'},
	},
});
const pages = Number(options.pages);
const pageLength = 10_000;
const root = path.join(import.meta.dirname, '..');
const formats = ['ndjson', 'text', 'pretty'] as const;

type Run = {
	readonly milliseconds: number;
	/** Of processor time: what else runs on the machine hardly changes it. */
	readonly processor: number;
	readonly megabytes: number;
};

const server = spawn(
	process.execPath,
	[
		'--import',
		'tsx',
		path.join(import.meta.dirname, 'harness/page-server.ts'),
		String(pages),
		String(pageLength),
	],
	{stdio: ['ignore', 'pipe', 'inherit']},
);
const url = await new Promise<string>((resolve) => {
	server.stdout.once('data', (bytes: Uint8Array) => {
		resolve(new TextDecoder().decode(bytes).trim());
	});
});

const runs: Record<string, Run[]> = {};
for (let index = 0; index < Number(options.rounds); index++) {
	for (const format of formats) {
		(runs[format] ??= []).push(
			await run([
				path.join(root, 'dist/cli.js'),
				'abc',
				'--api-url',
				`${url}/v1`,
				'--since',
				'23h',
				'--format',
				format,
			]),
		);
	}

	(runs['bare'] ??= []).push(
		await run([
			path.join(import.meta.dirname, 'harness/bare-loop.js'),
			`${url}/v1/deployments/abc/app_logs?limit=${pageLength}`,
		]),
	);
}

server.kill();
const figures = Object.fromEntries(
	Object.entries(runs).map(([name, of]) => [
		name,
		{
			milliseconds: round(median(of.map(({milliseconds}) => milliseconds))),
			processor: round(median(of.map(({processor}) => processor))),
			megabytes: round(median(of.map(({megabytes}) => megabytes))),
		},
	]),
);
console.log(
	JSON.stringify(
		{
			node: process.version,
			entryCount: pages * pageLength,
			print: figures,
		},
		undefined,
		'\t',
	),
);

async function run(commandLine: readonly string[]): Promise<Run> {
	const start = performance.now();
	const child = spawn(process.execPath, commandLine, {
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	let megabytes = 0;
	let processor = 0;
	const watch = setInterval(() => {
		megabytes = Math.max(megabytes, mostMemory(child.pid));
		processor = Math.max(processor, processorTime(child.pid));
	}, 20);
	await new Promise<void>((resolve) => {
		child.once('exit', () => {
			resolve();
		});
	});
	const milliseconds = performance.now() - start;
	clearInterval(watch);
	if (child.exitCode !== 0) {
		throw new Error(`${commandLine.join(' ')} ended with ${child.exitCode}.`);
	}

	return {milliseconds, processor, megabytes};
}

/** The most memory that a process has had so far. */
function mostMemory(pid: number | undefined): number {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		return Number(/^VmHWM:\s+(\d+)/mv.exec(status)?.[1] ?? 0) / 1024;
	} catch {
		return 0;
	}
}

/** In milliseconds, of all its threads. */
function processorTime(pid: number | undefined): number {
	try {
		const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const [user = 0, system = 0] = status
			.slice(status.lastIndexOf(')') + 2)
			.split(' ')
			.slice(11, 13)
			.map(Number);
		return (user + system) * 10;
	} catch {
		return 0;
	}
}
