import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {listenHttp} from '../helpers/listen.ts';
import {openReader} from '../helpers/open-reader.ts';

const token = 'ddp_0123456789abcdefghijklmnopqrstuvwxyz';

test('the token goes to the API alone: not onto the screen, into no file, to no other origin', async () => {
	const elsewhere: string[] = [];
	await using other = await listenHttp(({url, headers}, response) => {
		elsewhere.push(`${url} ${JSON.stringify(headers)}`);
		response.end('{}');
	});
	const start = Date.now() - 600_000;
	const home = await mkdtemp(path.join(tmpdir(), 'deplog-'));
	{
		await using reader = await openReader({
			token,
			entries: Array.from({length: 5000}, (_, index) => ({
				time: new Date(start + index * 100).toISOString(),
				message: `entry ${index}.`,
			})),
			environment: Object.fromEntries([
				['DENO_DEPLOY_TOKEN', token],
				['HOME', home],
				['TMPDIR', home],
				['XDG_CONFIG_HOME', home],
				['XDG_CACHE_HOME', home],
				['XDG_STATE_HOME', home],
			]),
		});
		const {server} = reader;
		await reader.shows('entry 4999.');
		await reader.shows('LIVE');

		// The next page is said to be elsewhere.
		const linked = server.faults.add({kind: 'link', origin: other.origin});
		reader.press('g');
		await reader.shows('beginning of the logs');
		expect(linked.hits).toBeGreaterThan(0);
		server.faults.clear();

		server.faults.add({kind: 'redirect', location: `${other.origin}/v1/`});
		reader.press('R');
		await reader.shows('redirects to');
		server.faults.clear();

		// What the server says of the token is not repeated.
		server.faults.add({
			kind: 'status',
			status: 401,
			message: `The token ${token} is not valid.`,
		});
		reader.press('R');
		await reader.shows('OFFLINE');
		await reader.shows('is not valid');
		server.faults.clear();
		reader.press('R');
		await reader.shows('LIVE');
		reader.press('/entry\r?');
		await reader.shows('errors only');
		reader.press('qq');
		expect(await reader.exitCode).toBe(0);
		expect(reader.bytes()).not.toContain(token);
		const screen = await reader.screen();
		expect(screen.replaceAll(/\s/gv, '')).not.toContain(token);
		expect(
			server.requests.every(
				({headers}) => headers.authorization === `Bearer ${token}`,
			),
		).toBe(true);
	}

	expect(elsewhere).toEqual([]);
	for (const name of await readdir(home, {
		recursive: true,
		withFileTypes: true,
	})) {
		if (name.isFile()) {
			// eslint-disable-next-line no-await-in-loop -- There are none, or few.
			const text = await readFile(
				path.join(name.parentPath, name.name),
				'utf8',
			);
			expect(text).not.toContain(token);
		}
	}

	await rm(home, {recursive: true});
}, 120_000);
