import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type Command, readCommand} from '../../source/config/read-command.ts';
import {type Surroundings} from '../../source/config/command-record.ts';
import {variables} from '../helpers/variables.ts';

const token = 'ddp_0123456789abcdef';
const now = Date.parse('2026-01-31T12:00:00Z') * 1000;
const inPipe: Surroundings = {
	environment: variables(`DENO_DEPLOY_TOKEN=${token}`, 'DENO_DEPLOY_ORG=acme'),
	folder: '/',
	now,
	isTerminal: false,
};
const onTerminal: Surroundings = {...inPipe, isTerminal: true};

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-'));
});
afterAll(async () => {
	await rm(folder, {recursive: true});
});

describe('a deployment', () => {
	test('is asked for at the public API, with the token of the environment', async () => {
		const {target, options, isPrinting} = await deployment('abc');
		expect(target).toEqual({
			deploymentId: 'abc',
			apiUrl: new URL('https://console.deno.com/api/v2'),
			token,
			tokenSource: {place: 'DENO_DEPLOY_TOKEN'},
			org: 'acme',
			flags: ['--org', 'acme'],
		});
		expect(isPrinting).toBe(true);
		expect(options).toEqual({
			filter: {levels: [], regions: [], text: ''},
			range: {},
			order: 'asc',
			limit: undefined,
			isFollowing: false,
			format: 'ndjson',
			hasBell: false,
			isLatestFollowed: false,
			hasColors: false,
			timeZone: 'local',
			bufferEntries: 1_000_000,
		});
	});

	test.each([
		['https://dash.deno.com/projects/storefront/deployments/7f3k2m', '7f3k2m'],
		['https://api.deno.com/v1/deployments/7f3k2m/app_logs?q=a', '7f3k2m'],
		['storefront-7f3k2m', 'storefront-7f3k2m'],
		['1e3', '1e3'],
	])('%s', async (word, id) => {
		const {target} = await deployment(word);
		expect(target.deploymentId).toBe(id);
	});

	test.each([
		[[], 'Which deployment?'],
		[[''], 'Which deployment?'],
		[['a', 'b'], 'one deployment at a time'],
		[['a b'], "no deployment's id"],
		[['https://storefront-7f3k2m.deno.dev'], 'deplog 7f3k2m'],
		[['https://storefront.deno.dev/'], "an app's address"],
		[['https://example.com/x'], "no deployment's id"],
		[['open'], 'deplog open app.log'],
		[['open', '-', '-'], 'can be read once'],
		[['open', 'a.log', '--app', 'x'], '--app is not for deplog open'],
		[['serve', '--port', '70000'], '--port is a number from 0'],
		[['serve', '--host', 'a b'], '--host is an address of this machine'],
		[['serve', 'a.ndjson', '--redeploy-every', '60s'], 'or the files'],
		[['abc', '--port', '80'], 'deplog serve --port 8080'],
		[['abc', '--history'], 'deplog demo --history'],
		[['abc', '--v2'], 'deplog demo --v2'],
		[['abc', '--redeploy-every', '60s'], 'deplog demo --redeploy-every 60s'],
	])('%j is refused: %s', async (argv, reason) => {
		await expect(refusal(argv)).resolves.toContain(reason);
	});
});

describe('the demo', () => {
	test('needs no token', async () => {
		await expect(
			readCommand(['demo', '--history'], {...onTerminal, environment: {}}),
		).resolves.toMatchObject({
			kind: 'demo',
			deploymentId: 'storefront-6ab1x9',
			isPrinting: false,
		});
	});

	test.each([
		[['demo', 'failed'], 'storefront-9d1c4e'],
		[['demo', 'storefront-9d1c4e'], 'storefront-9d1c4e'],
		[['demo', '9d1c4e'], 'storefront-9d1c4e'],
		[['demo'], undefined],
	])('%j explores %j', async (argv, deploymentId) => {
		const command = await readCommand(argv, {...onTerminal, environment: {}});
		expect(command.kind === 'demo' && command.deploymentId).toBe(deploymentId);
	});

	test.each([
		[['demo', 'faild'], 'Did you mean failed?'],
		[['demo', 'storefront-9d1c4f'], 'Did you mean storefront-9d1c4e?'],
		[['demo', '--redeploy-every', '5s'], 'at least 10s'],
		[['demo', '--redeploy-every', 'often'], 'such as 60s or 5m, not often'],
		[['demo', 'x'], 'There are building, history, failed'],
		[['demo', 'failed', 'search'], 'one deployment at a time'],
		[['demo', 'failed', '--history'], 'Leave out --history, or failed'],
	])('%j is refused with %j', async (argv, words) => {
		await expect(refusal(argv)).resolves.toContain(words);
	});

	test('has its own server', async () => {
		await expect(
			refusal(['demo', '--api-url', 'https://api.deno.com']),
		).resolves.toContain('brings a server of its own');
	});
});

describe('the address', () => {
	test.each([
		['https://api.deno.com', 'https://api.deno.com/v1'],
		['https://api.deno.com/', 'https://api.deno.com/v1'],
		['https://api.deno.com/v1/', 'https://api.deno.com/v1'],
		['https://logs.example/deno', 'https://logs.example/deno/v1'],
		['https://logs.example/deno/v1', 'https://logs.example/deno/v1'],
		['http://127.0.0.1:8000', 'http://127.0.0.1:8000/v1'],
		['http://localhost:8000/v1', 'http://localhost:8000/v1'],
		['http://[::1]:8000/v1', 'http://[::1]:8000/v1'],
		['http://127.1/v1', 'http://127.0.0.1/v1'],
	])('%s is used as %s', async (url, used) => {
		const byFlag = await deployment('abc', '--api-url', url);
		expect(byFlag.target.apiUrl.href).toBe(used);
		const byEnvironment = await readCommand(['abc'], {
			...inPipe,
			environment: {
				...inPipe.environment,
				...variables(`DEPLOG_API_URL=${url}`),
			},
		});
		expect(byEnvironment).toMatchObject({target: {apiUrl: new URL(used)}});
	});

	test('of the flag goes before that of the environment', async () => {
		const command = await readCommand(
			['abc', '--api-url', 'https://one.example'],
			{
				...inPipe,
				environment: {
					...inPipe.environment,
					...variables('DEPLOG_API_URL=https://two.example'),
				},
			},
		);
		expect(command).toMatchObject({
			target: {apiUrl: new URL('https://one.example/v1')},
		});
	});

	test.each([
		['api.deno.com', 'is no address'],
		['localhost:8000', 'is no address'],
		['ftp://api.deno.com', 'is no address'],
		['https://', 'is no address'],
		['https://me:secret@api.deno.com', 'a user name or a password'],
		['https://api.deno.com/v1?a=1', 'behind the path'],
		['https://api.deno.com/v3', 'version 3 of the API'],
		['http://api.deno.com/v1', 'add --insecure'],
		['http://127.0.0.1.example/v1', 'add --insecure'],
		['http://127.example.com/v1', 'add --insecure'],
		['http://localhost.example/v1', 'add --insecure'],
	])('%s is refused: %s', async (url, reason) => {
		await expect(refusal(['abc', '--api-url', url])).resolves.toContain(reason);
	});

	test('without TLS is used when that is asked for', async () => {
		const {target} = await deployment(
			'abc',
			'--insecure',
			'--api-url=http://logs.example',
		);
		expect(target.apiUrl.href).toBe('http://logs.example/v1');
	});
});

describe('the token', () => {
	test('comes from DENO_DEPLOY_TOKEN, else DEPLOY_ACCESS_TOKEN, else the file', async () => {
		const file = await tokenFile('  ddp_file\n');
		const find = async (environment: Record<string, string>) => {
			const command = await readCommand(
				['abc', '--org', 'acme', '--token-file', file],
				{
					...inPipe,
					environment,
				},
			);
			return command.kind === 'deployment' && command.target.token;
		};

		const both = variables(
			'DENO_DEPLOY_TOKEN=ddp_1',
			'DEPLOY_ACCESS_TOKEN=ddp_2',
		);
		await expect(find(both)).resolves.toBe('ddp_1');
		await expect(
			find({...both, ...variables('DENO_DEPLOY_TOKEN=')}),
		).resolves.toBe('ddp_2');
		await expect(find({})).resolves.toBe('ddp_file');
	});

	test('is not needed at a loopback address, and is at any other', async () => {
		const without = {...inPipe, environment: {}};
		const local = await readCommand(
			['abc', '--api-url', 'http://127.0.0.1:1'],
			without,
		);
		expect(local).toMatchObject({kind: 'deployment'});
		await expect(refusal(['abc'], without)).resolves.toContain(
			'There is no access token. Set DENO_DEPLOY_TOKEN',
		);
		await expect(
			refusal(
				['abc', '--insecure', '--api-url', 'http://logs.example'],
				without,
			),
		).resolves.toContain('There is no access token');
	});

	test.each([
		[['abc', '--token', token]],
		[['abc', `--token=${token}`]],
		[['abc', '--token']],
		[[token]],
		[['ddo_0123456789abcdef']],
		[['abc', token]],
		[['abc', '--token-file', token]],
		[[`--${token}`]],
		[['abc', '--level', token]],
		[['abc', '--format', token]],
		[['abc', '--time-zone', token]],
		[['abc', '--since', token]],
		[['abc', `--api-url=https://${token}@api.deno.com`]],
	])('is neither taken from %j nor repeated', async (argv) => {
		const reason = await refusal(argv);
		expect(reason).not.toContain(token);
		expect(reason).not.toContain('0123456789abcdef');
	});

	test('as an argument is refused with what to do instead', async () => {
		for (const argv of [['abc', '--token', token], [token]]) {
			// eslint-disable-next-line no-await-in-loop -- two cases, one after the other.
			await expect(refusal(argv)).resolves.toMatch(
				/never an argument.*DENO_DEPLOY_TOKEN.*--token-file/v,
			);
		}
	});

	test('that others can read brings a warning', async () => {
		const file = await tokenFile('ddp_file');
		await chmod(file, 0o644);
		const without = {...inPipe, environment: {}};
		const argv = ['abc', '--org', 'acme', '--token-file', file];
		await expect(readCommand(argv, without)).resolves.toMatchObject({
			warnings: [expect.stringContaining(`chmod 600 ${file}`)],
		});
		await chmod(file, 0o600);
		await expect(readCommand(argv, without)).resolves.toMatchObject({
			warnings: [],
		});
	});

	test('file that is empty, odd or not there is said', async () => {
		const without = {...inPipe, environment: {}};
		for (const [content, reason] of [
			['\n', 'is empty'],
			['my token', 'is no access token'],
		] as const) {
			// eslint-disable-next-line no-await-in-loop -- the file is the same.
			const file = await tokenFile(content);
			// eslint-disable-next-line no-await-in-loop -- the file is the same.
			const said = await refusal(['abc', '--token-file', file], without);
			expect(said).toContain(reason);
			expect(said).not.toContain('my token');
		}

		await expect(
			refusal(['abc', '--token-file', path.join(folder, 'none')], without),
		).resolves.toMatch(/could not be read \(ENOENT\)/v);
	});
});

describe('flags', () => {
	test.each([
		[['--level', 'error,warn'], {filter: {levels: ['error', 'warning']}}],
		[['--level=ERR, debug'], {filter: {levels: ['debug', 'error']}}],
		[['--level', 'error,warning,info,debug'], {filter: {levels: []}}],
		[
			['--region', 'us-east4,gcp-europe-west3,moon'],
			{filter: {regions: ['gcp-europe-west3', 'gcp-us-east4', 'moon']}},
		],
		[['-q', 'a b'], {filter: {text: 'a b'}}],
		[['--query=-x'], {filter: {text: '-x'}}],
		[['--since', '15m'], {range: {since: now - 900_000_000}}],
		[
			['--since', '2026-01-30 10:00', '--until', '1h', '--time-zone', 'utc'],
			{
				range: {
					since: Date.parse('2026-01-30T10:00Z') * 1000,
					until: now - 3_600_000_000,
				},
			},
		],
		[
			['--since', '2026-01-30 10:00', '--time-zone', 'Asia/Tokyo'],
			{range: {since: Date.parse('2026-01-30T01:00Z') * 1000}},
		],
		[['--limit', '5'], {limit: 5}],
		[['--limit', '20k'], {limit: 20_000}],
		[['--limit', '0', '-f'], {limit: 0, isFollowing: true}],
		[['--order', 'desc'], {order: 'desc'}],
		[['--follow'], {isFollowing: true}],
		[['--format', 'pretty'], {format: 'pretty', hasColors: true}],
		[
			['--format', 'pretty', '--no-color'],
			{format: 'pretty', hasColors: false},
		],
		[['--format', 'text'], {format: 'text', hasColors: false}],
		[['--time-zone', 'UTC'], {timeZone: 'utc'}],
		[['--time-zone', 'Europe/Paris'], {timeZone: 'Europe/Paris'}],
		[['--buffer', '50_000'], {bufferEntries: 50_000}],
		[['--buffer', '50000'], {bufferEntries: 50_000}],
		[['--buffer', '50k'], {bufferEntries: 50_000}],
		[['--buffer', '2M'], {bufferEntries: 2_000_000}],
	])('%j', async (argv, expected) => {
		const {options} = await deployment('abc', ...argv);
		expect(options).toMatchObject(expected);
	});

	test.each([
		[['--level', 'loud'], 'There is no level loud'],
		[['--level'], '--level needs a value'],
		[['--since'], '--since needs a value'],
		[['--since', 'soon'], '--since: "soon" is no time'],
		[['--until', 'soon'], '--until: "soon" is no time'],
		[['--since', '1h', '--until', '2h'], '--since is not before --until'],
		[['--since', '1h', '--until', '1h'], '--since is not before --until'],
		[['--limit', '0'], '--limit 0 prints nothing'],
		[['--limit', 'many'], '--limit takes a whole number'],
		[['--limit', '1.5'], '--limit takes a whole number'],
		[['--limit', '-5'], '--limit takes a whole number'],
		[['--order', 'up'], '--order is asc'],
		[['--follow', '--until', '1h'], 'leave out --until'],
		[['--follow', '--order', 'desc'], 'leave out --order desc'],
		[['--follow', '--format', 'json'], 'Give --format ndjson'],
		[['--format', 'xml'], 'There is no format xml'],
		[['--time-zone', 'Mars/Base'], 'There is no time zone Mars/Base'],
		[['--buffer', '3'], '--buffer takes a whole number from 1,000 on'],
		[['--levle', 'error'], 'no flag --levle. Did you mean --level?'],
		[['--reg', 'x'], 'no flag --reg. Did you mean --region?'],
		[['--timezone', 'x'], 'no flag --timezone. Did you mean --time-zone?'],
		[['--xyzzy'], 'no flag --xyzzy. See deplog --help'],
		[['-x'], 'no flag -x.'],
		[['--limit', '5', '--limit', '6'], '--limit is given twice'],
	])('%j is refused: %s', async (argv, reason) => {
		await expect(refusal(['abc', ...argv])).resolves.toContain(reason);
	});

	test('help and version go before all else that is right', async () => {
		await expect(readCommand(['--help'], inPipe)).resolves.toEqual({
			kind: 'help',
		});
		await expect(readCommand(['abc', '--version'], inPipe)).resolves.toEqual({
			kind: 'version',
		});
	});
});

describe('on a terminal', () => {
	test('deplog explores', async () => {
		await expect(readCommand(['abc'], onTerminal)).resolves.toMatchObject({
			isPrinting: false,
		});
	});

	test('--print prints text, in colors unless they are not wanted', async () => {
		const hasColors = async (
			environment: Record<string, string>,
			...argv: string[]
		) => {
			const command = await readCommand(['abc', '--print', ...argv], {
				...onTerminal,
				environment: {...inPipe.environment, ...environment},
			});
			expect(command).toMatchObject({
				isPrinting: true,
				options: {format: 'text'},
			});
			return command.kind === 'deployment' && command.options.hasColors;
		};

		await expect(hasColors({})).resolves.toBe(true);
		await expect(hasColors(variables('NO_COLOR=1'))).resolves.toBe(false);
		await expect(hasColors(variables('NO_COLOR='))).resolves.toBe(true);
		await expect(hasColors(variables('TERM=dumb'))).resolves.toBe(false);
		const forced = variables('FORCE_COLOR=1', 'NO_COLOR=1', 'TERM=dumb');
		await expect(hasColors(forced)).resolves.toBe(true);
		await expect(hasColors(variables('FORCE_COLOR=0'))).resolves.toBe(false);
		await expect(hasColors(variables('CLICOLOR=0'))).resolves.toBe(false);
		await expect(
			hasColors(variables('CLICOLOR_FORCE=1', 'CLICOLOR=0', 'TERM=dumb')),
		).resolves.toBe(true);
		await expect(
			hasColors(variables('CLICOLOR_FORCE=1', 'NO_COLOR=1')),
		).resolves.toBe(false);
		await expect(hasColors(forced, '--no-color')).resolves.toBe(false);
		await expect(hasColors({}, '--no-color')).resolves.toBe(false);
	});

	test('--format without --print is refused', async () => {
		await expect(
			refusal(['abc', '--format', 'json'], onTerminal),
		).resolves.toContain('Add --print');
	});
});

async function deployment(
	...argv: string[]
): Promise<Extract<Command, {kind: 'deployment'}>> {
	const command = await readCommand(argv, inPipe);
	if (command.kind !== 'deployment') {
		throw new Error(JSON.stringify(command));
	}

	return command;
}

async function refusal(
	argv: readonly string[],
	surroundings = inPipe,
): Promise<string> {
	const command = await readCommand(argv, surroundings);
	if (command.kind !== 'refused') {
		throw new Error(`Was not refused: ${command.kind}`);
	}

	return command.reason;
}

async function tokenFile(content: string): Promise<string> {
	const file = path.join(folder, 'token');
	await writeFile(file, content, {mode: 0o600});
	return file;
}

describe('an app', () => {
	const named = async (
		argv: readonly string[],
		given: Partial<Surroundings> = {},
	) => readCommand(argv, {...inPipe, ...given});

	test.each([
		[
			'https://console.deno.com/acme/shop/builds/r9k2m3n4p5q6',
			{deploymentId: 'r9k2m3n4p5q6', app: 'shop', org: 'acme'},
		],
		['r9k2m3n4p5q6', {deploymentId: 'r9k2m3n4p5q6', org: 'acme'}],
	])('%s names a revision', async (word, target) => {
		await expect(named([word])).resolves.toMatchObject({
			kind: 'deployment',
			target,
		});
	});

	test.each([
		[['https://console.deno.com/other/shop'], {app: 'shop', org: 'other'}],
		[['shop.other.deno.net'], {app: 'shop', org: 'other'}],
		[['https://shop--my-branch.other.deno.net/'], {app: 'shop', org: 'other'}],
		[
			['my-shop-r9k2m3n4p5q6.other.deno.net'],
			{
				app: 'my-shop-r9k2m3n4p5q6',
				orRevision: {app: 'my-shop', id: 'r9k2m3n4p5q6'},
			},
		],
		[['--app', 'shop'], {app: 'shop', org: 'acme'}],
		[['--app', 'shop', '--org', 'other'], {app: 'shop', org: 'other'}],
		[['--app', 'shop', 'cart.other.deno.net'], {app: 'shop', org: 'other'}],
	])('%j names the newest revision of an app', async (argv, sought) => {
		await expect(named(argv)).resolves.toMatchObject({kind: 'newest', sought});
	});

	test('comes from the folder, else from the environment', async () => {
		const environment = variables(
			`DENO_DEPLOY_TOKEN=${token}`,
			'DENO_DEPLOY_ORG=acme',
			'DENO_DEPLOY_APP=cart',
			'DENO_DEPLOY_ENDPOINT=https://deploy.example/',
		);
		await expect(named([], {environment})).resolves.toMatchObject({
			sought: {app: 'cart', apiUrl: new URL('https://deploy.example/api/v2')},
		});
		await writeFile(
			path.join(folder, 'deno.json'),
			'{"deploy": {"app": "shop", "org": "other"}}',
		);
		await expect(named([], {environment, folder})).resolves.toMatchObject({
			sought: {app: 'shop', org: 'other'},
		});
		const config = await named(['config'], {environment, folder});
		expect(config.kind === 'config' && config.lines.join('\n')).toMatch(
			/deploy\.example\/api\/v2 .*DENO_DEPLOY_ENDPOINT[\s\S]*other .*deno\.json[\s\S]*shop .*deno\.json[\s\S]*set .*DENO_DEPLOY_TOKEN/v,
		);
		expect(JSON.stringify(config)).not.toContain(token);
	});

	test.each([
		[['--app', 'shop'], [`DENO_DEPLOY_TOKEN=${token}`], '--org'],
		[[], [`DENO_DEPLOY_TOKEN=${token}`, 'DENO_DEPLOY_ORG=a'], '--app'],
		[['--app', 'shop'], ['DENO_DEPLOY_ORG=a'], 'no access token'],
		[['--app', 'a', '--api-url', 'https://a.example/v1'], [], 'version 2'],
		[['abc', '--project', 'a'], [], 'version 1'],
	])('%j with %j is refused: %s', async (argv, set, reason) => {
		await expect(
			named(argv, {environment: variables(...set)}),
			// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- A matcher is any.
		).resolves.toMatchObject({reason: expect.stringContaining(reason)});
	});

	test('of a token that is an organization’s needs no other name for it', async () => {
		await expect(
			named(['--app', 'shop'], {
				environment: variables('DENO_DEPLOY_TOKEN=ddo_0123456789'),
			}),
		).resolves.toMatchObject({kind: 'newest'});
	});
});
