import {expect, test} from 'vitest';
import packageJson from '../../package.json' with {type: 'json'};
import {runDeplog} from '../helpers/run-deplog.ts';

test('--help shows the usage, and --version the version', async () => {
	const help = await runDeplog(['--help']);
	expect(help).toMatchObject({exitCode: 0, messages: ''});
	expect(help.output).toMatch(/^Usage\n {2}\$ deplog <deployment>/v);
	const widest = Math.max(
		...help.output.split('\n').map((line) => line.length),
	);
	expect(widest).toBeLessThanOrEqual(80);

	await expect(runDeplog(['--version'])).resolves.toEqual({
		exitCode: 0,
		messages: '',
		output: `${packageJson.version}\n`,
	});
});

test('without a deployment the usage is said', async () => {
	const {exitCode, output, messages} = await runDeplog([]);
	expect(exitCode).toBe(2);
	expect(output).toBe('');
	expect(messages).toMatch(/Which deployment\?.*\nUsage: deplog <deployment>/v);
});

test('the demo into a pipe prints the last entries, and ends', async () => {
	const {exitCode, output, messages} = await runDeplog(['demo']);
	expect(messages).toBe('');
	expect(exitCode).toBe(0);
	const lines = output.trimEnd().split('\n');
	expect(lines).toHaveLength(100);
	const times = lines.map((line) => {
		const entry: unknown = JSON.parse(line);
		expect(entry).toEqual({
			time: expect.any(String) as unknown,
			level: expect.any(String) as unknown,
			message: expect.any(String) as unknown,
			region: expect.stringMatching(/^gcp-/v) as unknown,
		});
		return /"time":"([^"]+)"/v.exec(line)?.[1] ?? '';
	});
	expect(times).toEqual(times.toSorted());
});

test('the token of the environment does not go to the demo', async () => {
	const environment = Object.fromEntries([
		['DENO_DEPLOY_TOKEN', 'not a token at all'],
		['DEPLOG_API_URL', 'http://not.loopback.example'],
	]);
	const {exitCode} = await runDeplog(['demo', '--limit', '1'], {environment});
	expect(exitCode).toBe(0);
});
