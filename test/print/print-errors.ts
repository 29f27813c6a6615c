import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {createServer} from 'node:net';
import {expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {listenHttp} from '../helpers/listen.ts';
import {runDeplog, startDeplog} from '../helpers/run-deplog.ts';
import {until} from '../helpers/until.ts';

const deployment = createDeployment({
	entries: [{message: 'entry 1'}, {message: 'entry 2'}],
});
const token = 'ddp_secret0123456789';
const withToken = {
	environment: Object.fromEntries([['DENO_DEPLOY_TOKEN', token]]),
};

test('a wrong token is exit code 3, and what to do', async () => {
	await using server = await startServer({
		deployments: [deployment],
		token: 'x',
	});
	const {exitCode, output, messages} = await runDeplog(
		[deployment.id, '--api-url', server.url],
		withToken,
	);
	expect(exitCode).toBe(3);
	expect(output).toBe('');
	expect(messages).toMatch(/^deplog: .*token/v);
	expect(messages).not.toContain(token);
});

test('no permission is exit code 3', async () => {
	await using server = await startServer({deployments: [deployment]});
	server.faults.add({kind: 'status', status: 403});
	const {exitCode} = await runDeplog([deployment.id, '--api-url', server.url]);
	expect(exitCode).toBe(3);
});

test.each([[[]], [['--follow']]])(
	'a deployment that is not there is exit code 4 (%j)',
	async (flags) => {
		await using server = await startServer({deployments: [deployment]});
		const {exitCode, messages} = await runDeplog([
			'nobody',
			'--api-url',
			server.url,
			...flags,
		]);
		expect(exitCode).toBe(4);
		expect(messages).toMatch(/^deplog: /v);
	},
);

test('bad usage is exit code 2, one sentence and the usage', async () => {
	const {exitCode, output, messages} = await runDeplog(['abc', '--lvel', 'x']);
	expect(exitCode).toBe(2);
	expect(output).toBe('');
	expect(messages).toBe(
		'deplog: There is no flag --lvel. Did you mean --level?\nUsage: deplog <deployment>, or deplog demo. See deplog --help.\n',
	);
});

test('errors that pass within seconds are waited out', async () => {
	await using server = await startServer({deployments: [deployment]});
	server.faults.add({kind: 'status', status: 503, times: 1});
	server.faults.add({
		kind: 'status',
		status: 429,
		retryAfter: 1,
		times: 1,
		skip: 1,
	});
	const {exitCode, output} = await runDeplog([
		deployment.id,
		'--api-url',
		server.url,
	]);
	expect(exitCode).toBe(0);
	expect(output.split('\n')).toHaveLength(3);
	expect(server.requests).toHaveLength(3);
});

test('a refused connection is exit code 1, after some tries', async () => {
	const {exitCode, messages} = await runDeplog([
		'abc',
		'--api-url',
		`http://127.0.0.1:${await freePort()}`,
	]);
	expect(exitCode).toBe(1);
	expect(messages).toMatch(/^deplog: .*refused/v);
}, 30_000);

test('an answer that holds no entry at all is exit code 1', async () => {
	await using server = await listenHttp((_, response) => {
		response.end('{"data":[{"message":"entry 1"}]}\n');
	});
	const {exitCode, output, messages} = await runDeplog([
		'nobody',
		'--api-url',
		`${server.origin}/v1`,
	]);
	expect(exitCode).toBe(1);
	expect(output).toBe('');
	expect(messages).toBe(
		'deplog: 1 line of the server could not be read as entries and was left out.\n',
	);
});

test('a list that ctrl+c ends between two pages is valid JSON', async () => {
	let count = 0;
	await using server = await listenHttp((_, response) => {
		count++;
		if (count === 1) {
			response.setHeader('link', '<?cursor=x>; rel="next"');
			response.end(
				[1, 2, 3]
					.map(
						(second) =>
							`{"time":"2026-01-31T12:00:0${second}Z","message":"entry ${second}"}\n`,
					)
					.join(''),
			);
		}
	});
	const running = startDeplog([
		'storefront',
		'--api-url',
		`${server.origin}/v1`,
		'--format',
		'json',
		'--since',
		'2026-01-31T12:00:00Z',
		'--limit',
		'9',
	]);
	await until(() => {
		expect(String(running.output())).toContain('entry 2');
	});
	running.kill('SIGINT');
	expect(await running.exitCode).toBe(130);
	expect(JSON.parse(String(running.output()))).toMatchObject([
		{message: 'entry 1'},
		{message: 'entry 2'},
	]);
});

test('the token goes to the API alone, and is never printed', async () => {
	await using elsewhere = await startServer({deployments: [deployment]});
	await using server = await startServer({deployments: [deployment], token});
	const said: string[] = [];
	const {origin} = new URL(elsewhere.url);
	const print = async (...flags: string[]) => {
		const {output, messages} = await runDeplog(
			[deployment.id, '--api-url', server.url, ...flags],
			withToken,
		);
		said.push(output, messages);
	};

	await print();
	server.faults.add({kind: 'redirect', location: `${elsewhere.url}/x`});
	await print();
	server.faults.clear();
	server.faults.add({kind: 'link', origin});
	await print('--since', '2026-01-01', '--limit', '1');
	await print('--since', '2026-01-01', '--limit', '2');
	server.faults.clear();
	server.faults.add({
		kind: 'status',
		status: 400,
		message: `no such header: Bearer ${token}`,
	});
	await print();

	expect(
		server.requests.every(
			({headers}) => headers.authorization === `Bearer ${token}`,
		),
	).toBe(true);
	expect(server.requests.length).toBeGreaterThanOrEqual(5);
	expect(elsewhere.requests).toEqual([]);
	const everything = said.join('\n');
	expect(everything).toContain('entry 1');
	expect(everything).not.toContain(token);
	expect(everything).not.toContain(Buffer.from(token).toString('base64'));
});

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	return typeof address === 'object' && address ? address.port : 0;
}
