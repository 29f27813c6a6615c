import {chmod, mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {readCommand} from '../../../source/config/read-command.ts';
import {settingsSchema} from '../../../source/config/settings/schema.ts';
import {
	parseSettings,
	readSettings,
} from '../../../source/config/settings/settings.ts';
import {variables} from '../../helpers/variables.ts';

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-settings-'));
});
afterAll(async () => {
	await rm(folder, {recursive: true});
});

const token = 'ddp_0123456789abcdef';

/** Reads a command line beside a user's file. */
async function read(
	argv: readonly string[],
	text: string,
	settings: readonly string[] = [`DENO_DEPLOY_TOKEN=${token}`],
) {
	return readCommand(argv, {
		environment: variables(...settings),
		folder: '/',
		now: 0,
		isTerminal: true,
		readSettings: () => parseSettings(text, 'config.jsonc'),
	});
}

async function refusal(...given: Parameters<typeof read>): Promise<string> {
	const command = await read(...given);
	return command.kind === 'refused' ? command.reason : '';
}

test.each([
	['{"theme": "pink"}', 'config.jsonc:1 theme: it is to be one of auto, light'],
	[
		'{\n// mine\n"tehme": "dark"}',
		'config.jsonc:3 tehme: there is no such key; did you mean theme?',
	],
	['{"buffer": "many"}', 'buffer: it is to be a whole number'],
	['{"buffer": 3}', 'buffer: it is to be a whole number from 1000 on'],
	['{"bell": 1}', 'bell: it is to be true or false'],
	['{"timeZone": "Mars/Base"}', 'timeZone: there is no such time zone'],
	[
		'{"keys": {"reload": 5}}',
		'keys.reload: it is to be a text in quotes or a list',
	],
	['{"keys": {"reload": []}}', 'keys.reload: it is empty'],
	[
		'{"targets": {"prod": {\n"ap": "shop"}}}',
		'config.jsonc:2 targets.prod.ap: there is no such key; did you mean app?',
	],
	[
		'{"targets": {"prod": {"token": "x"}}}',
		'targets.prod.token: it is to be an object',
	],
	[
		'{"targets": {"prod": {"token": {}}}}',
		'targets.prod.token: it is to hold one of variable, file, command',
	],
	['{"token": {"file": "a", "variable": "B"}}', 'token: it is to hold one of'],
	[`{"token": {"variable": "${token}"}}`, 'looks like a token'],
	[
		'{"queries": {"slow": {"where": ["status>=high"]}}}',
		'queries.slow: --where status>=high is no filter of a field',
	],
	[
		'{"targets": {"prod": {"app": "a"},\n"prod": {"app": "b"}}}',
		'config.jsonc:2 targets.prod: it is there twice; keep one of them',
	],
	[
		'{"theme": "dark", "theme": "dark"}',
		'config.jsonc:1 theme: it is there twice',
	],
	['[]', 'the whole: it is to be an object'],
	['{"theme": ', 'config.jsonc:1 is no JSON'],
])('%s is refused: %s', async (text, words) => {
	const reason = await refusal(['abc'], text);
	expect(reason).toContain(words);
	expect(reason).not.toContain(token);
});

test('an empty file, comments and commas are fine', async () => {
	for (const text of ['', '{}', '\uFEFF{/* a */ "bell": true,}']) {
		expect(parseSettings(text, 'a').isThere).toBe(true);
	}
});

test('what a flag says goes before what the file says', async () => {
	const text = '{"timeZone": "Europe/Paris", "buffer": 5000, "bell": true}';
	await expect(read(['demo'], text)).resolves.toMatchObject({
		options: {timeZone: 'Europe/Paris', bufferEntries: 5000, hasBell: true},
	});
	await expect(
		read(['demo', '--time-zone', 'utc', '--buffer', '2k'], text),
	).resolves.toMatchObject({options: {timeZone: 'utc', bufferEntries: 2000}});
});

const targets = JSON.stringify({
	org: 'mine',
	targets: {
		shop: {app: 'shop', org: 'acme'},
		prod: {
			app: 'shop',
			org: 'acme',
			apiUrl: 'https://logs.example/v2',
			token: {variable: 'SHOP_TOKEN'},
		},
		here: {apiUrl: 'https://other.example/v2', app: 'shop', org: 'acme'},
		command: {
			app: 'shop',
			org: 'acme',
			token: {command: ['printf', '%s_printed', 'ddp']},
		},
		fails: {app: 'shop', org: 'acme', token: {command: ['false']}},
	},
});

test('a target names the app, with the token of the environment', async () => {
	await expect(read(['shop'], targets)).resolves.toMatchObject({
		kind: 'newest',
		sought: {app: 'shop', org: 'acme', token, flags: ['shop']},
	});
	await expect(read(['shop', '--app', 'cart'], targets)).resolves.toMatchObject(
		{
			sought: {app: 'cart', flags: ['shop', '--app', 'cart']},
		},
	);
	await expect(read(['r9k2m3n4p5q6', 'shop'], targets)).resolves.toMatchObject({
		kind: 'deployment',
		target: {deploymentId: 'r9k2m3n4p5q6', app: 'shop'},
	});
});

test('a target with an address or a token uses its own and no other', async () => {
	const environment = [
		`DENO_DEPLOY_TOKEN=${token}`,
		'SHOP_TOKEN=ddp_shop',
		'DEPLOG_API_URL=https://elsewhere.example/v2',
	];
	await expect(read(['prod'], targets, environment)).resolves.toMatchObject({
		sought: {apiUrl: new URL('https://logs.example/v2'), token: 'ddp_shop'},
	});
	await expect(read(['command'], targets, environment)).resolves.toMatchObject({
		sought: {
			apiUrl: new URL('https://console.deno.com/api/v2'),
			token: 'ddp_printed',
		},
	});
	for (const [argv, words] of [
		[['here'], 'There is no access token'],
		[['fails'], 'The command that gives the token failed: false'],
		[['prod', '--api-url', 'https://b.example/v2'], 'Leave out --api-url'],
		[['prod', '--token-file', 'a'], 'Leave out --token-file'],
	] as const) {
		// eslint-disable-next-line no-await-in-loop -- One case after the other.
		await expect(refusal(argv, targets, environment)).resolves.toContain(words);
	}

	await expect(refusal(['prod'], targets, [])).resolves.toContain(
		'The variable SHOP_TOKEN (config.jsonc:1 targets.prod.token) holds no token',
	);
});

test('the user’s file comes after deno.json and the environment', async () => {
	await expect(
		read(['abc'], '{"org": "mine", "apiUrl": "https://a.example/v2"}'),
	).resolves.toMatchObject({
		target: {org: 'mine', apiUrl: new URL('https://a.example/v2')},
	});
	await expect(
		read(['abc'], '{"org": "mine"}', [
			`DENO_DEPLOY_TOKEN=${token}`,
			'DENO_DEPLOY_ORG=acme',
		]),
	).resolves.toMatchObject({target: {org: 'acme'}});
});

test('deplog config shows what is in force, and from where, but no token', async () => {
	const command = await read(['config', 'prod'], targets, [
		'SHOP_TOKEN=ddp_0000000000shop',
	]);
	const text = command.kind === 'config' ? command.lines.join('\n') : '';
	expect(text).toMatch(/^settings +config\.jsonc {3}\(read\)$/mv);
	expect(text).toMatch(
		/^API +https:\/\/logs\.example\/v2 {3}\(config\.jsonc:1 targets\.prod\.apiUrl\)$/mv,
	);
	expect(text).toMatch(/^token +SHOP_TOKEN /mv);
	expect(text).toMatch(/^theme +auto {3}\(default\)$/mv);
	expect(text).not.toContain('0000000000');
	await expect(refusal(['config', 'nope'], targets)).resolves.toContain(
		'name of a target',
	);
});

test('the file is looked for in the XDG folder; one that others can write runs nothing', async () => {
	const environment = variables(`XDG_CONFIG_HOME=${folder}`);
	expect(readSettings(environment)).toMatchObject({
		path: path.join(folder, 'deplog/config.jsonc'),
		isThere: false,
	});
	const file = path.join(folder, 'deplog/config.json');
	await mkdir(path.dirname(file));
	await writeFile(file, '{"token": {"command": ["true"]}}');
	await chmod(file, 0o644);
	expect(readSettings(environment)).toMatchObject({path: file, isThere: true});
	await chmod(file, 0o666);
	expect(() => readSettings(environment)).toThrow(`chmod go-w ${file}`);
});

test('the published schema is the one by which files are checked', async () => {
	const file = path.join(
		import.meta.dirname,
		'../../../docs/config.schema.json',
	);
	expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
		$schema: 'http://json-schema.org/draft-07/schema#',
		...settingsSchema,
	});
});
