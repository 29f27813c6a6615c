import {isBuiltin} from 'node:module';
import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {runDeplog} from '../helpers/run-deplog.ts';

const built = path.join(import.meta.dirname, '../../dist');

/** What is in a file of the bundle, by names that survive bundling. */
const marks = {
	react: 'react.transitional.element',
	ink: 'ink-virtual-text',
	undici: 'UND_ERR_',
	chrono: 'casualReference',
};

test('what the other tests look for is in the bundle', async () => {
	const names = await readdir(built);
	const texts = await textsOf(names.map((name) => path.join(built, name)));
	expect(marksIn(texts)).toEqual(Object.keys(marks));
});

test.each([
	{argv: ['--help'], most: 5},
	{argv: ['--version'], most: 1},
	{argv: ['abc', '--nonsense'], most: 5},
])(
	'$argv loads nothing but the command line, in few files',
	async ({argv, most}) => {
		const texts = await loaded(argv);
		expect(marksIn(texts)).toEqual([]);
		expect(texts.length).toBeLessThanOrEqual(most);
	},
);

test('printing loads neither React nor Ink', async () => {
	const deployment = createDeployment({entries: [{message: 'entry'}]});
	await using server = await startServer({deployments: [deployment]});
	const texts = await loaded([
		deployment.id,
		'--api-url',
		server.url,
		'--print',
		'--format=pretty',
	]);
	expect(marksIn(texts)).toEqual(['undici']);
	expect(texts.length).toBeLessThan(16);
});

test('the bundle needs no package', async () => {
	const names = await readdir(built);
	const texts = await textsOf(
		names
			.filter((name) => name.endsWith('.js'))
			.map((name) => path.join(built, name)),
	);
	const imported = texts.flatMap((text) =>
		[
			...text.matchAll(
				/(?:(?:^|[;\}])import[^;"']*|require\()["']([^."'][^"']*)["']/gv,
			),
		].map(([, name = '']) => name),
	);
	expect(imported).toContain('node:process');
	expect(
		imported.filter((name) => !name.startsWith('node:') && !isBuiltin(name)),
	).toEqual([]);
});

/** The files of the bundle that a run loads: coverage lists each script. */
async function loaded(argv: readonly string[]): Promise<readonly string[]> {
	const folder = await mkdtemp(path.join(tmpdir(), 'deplog-'));
	try {
		await runDeplog(argv, {
			environment: Object.fromEntries([['NODE_V8_COVERAGE', folder]]),
		});
		const names = await readdir(folder);
		const reports = await textsOf(names.map((name) => path.join(folder, name)));
		const files = new Set(
			[...reports.join('').matchAll(/"url":"(file:[^"]*\/dist\/[^"]+)"/gv)].map(
				([, url = '']) => url,
			),
		);
		expect([...files].some((url) => url.endsWith('/dist/cli.js'))).toBe(true);
		return await textsOf([...files].map((url) => fileURLToPath(url)));
	} finally {
		await rm(folder, {recursive: true});
	}
}

function marksIn(texts: readonly string[]): readonly string[] {
	return Object.entries(marks)
		.filter(([, mark]) => texts.some((text) => text.includes(mark)))
		.map(([name]) => name);
}

async function textsOf(files: readonly string[]): Promise<string[]> {
	return Promise.all(files.map(async (file) => readFile(file, 'utf8')));
}
