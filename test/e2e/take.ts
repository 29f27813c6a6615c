/* eslint-disable @typescript-eslint/naming-convention -- Names of the environment. */
import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {openDeplog, sizes} from '../helpers/deplog-terminal.ts';
import {serveEach} from '../helpers/serve-each.ts';

const start = Date.now() - 60_000;
const lines = Array.from({length: 30}, (_, index) => ({
	time: new Date(start + index * 10).toISOString(),
	level: index === 29 ? 'error' : 'info',
	message: index === 29 ? 'it broke\n    at cart\n' : `entry ${index}\n`,
	region: 'gcp-us-east4',
}));
const deployment = createDeployment({entries: lines});

let folder: string;

beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-take-'));
});

afterEach(async () => {
	await rm(folder, {recursive: true});
});

const server = serveEach(() => [deployment]);

function openAt(
	[columns, rows]: readonly [number, number],
	environment: Readonly<Record<string, string>> = {},
) {
	return openDeplog([deployment.id, '--api-url', server.url], {
		columns,
		rows,
		environment,
	});
}

test.each(sizes)(
	'P shows the message bare on the normal screen, and a key comes back, at %i × %i',
	async (...size) => {
		using deplog = openAt(size);
		await deplog.shows('it broke');
		deplog.press('P');
		await deplog.shows(/^it broke\n {4}at cart$/mv);
		await deplog.hides('3 Logs');
		deplog.press('x');
		await deplog.shows('3 Logs');
		await deplog.hides(/^it broke$/mv);
		deplog.press('q');
		expect(await deplog.exitCode).toBe(0);
	},
);

test.each(sizes)(
	's saves what is shown, and never over a file unasked, at %i × %i',
	async (...size) => {
		const file = path.join(folder, 'saved.ndjson');
		await writeFile(file, 'mine', {mode: 0o644});
		using deplog = openAt(size);
		await deplog.shows('it broke');
		deplog.press('s');
		await deplog.shows(/save to storefront-\S+\.ndjson/v);
		deplog.press(`\u0015${file}\r`);
		await deplog.shows('There is a file ');
		expect(await readFile(file, 'utf8')).toBe('mine');
		deplog.press('\r');
		await deplog.shows('30 entries saved');
		const text = await readFile(file, 'utf8');
		expect(
			text
				.trimEnd()
				.split('\n')
				.map((line): unknown => JSON.parse(line)),
		).toEqual(lines);
		const {mode} = await stat(file);
		expect(mode % 0o1000).toBe(0o644);
	},
);

test('s saves a range as text where the name ends so', async () => {
	const file = path.join(folder, 'saved.txt');
	using deplog = openAt(sizes[0]);
	await deplog.shows('it broke');
	deplog.press('Vks');
	await deplog.shows('save to');
	deplog.press(`\u0015${file}\r`);
	await deplog.shows('2 entries saved');
	expect(await readFile(file, 'utf8')).toMatch(
		/^\S+Z info +us-east4 entry 28\n\S+Z error +us-east4 it broke\n {8}at cart\n$/v,
	);
});

test('where a file cannot be is said at the prompt, and nothing typed is lost', async () => {
	using deplog = openAt(sizes[1]);
	await deplog.shows('it broke');
	deplog.press('s');
	await deplog.shows('save to');
	deplog.press('\u0015/no/such/folder/a.txt\r');
	await deplog.shows('The folder of /no/such/folder/a.txt is not there.');
	await deplog.shows('save to /no/such/folder/a.txt');
	deplog.press('\u001B');
	await deplog.hides('save to');
});

test.each(sizes)(
	'| opens what is shown in the pager, and the screen is there again after it, at %i × %i',
	async (...size) => {
		const pager = path.join(folder, 'pager');
		await writeFile(
			pager,
			`#!/bin/sh\ncp "$1" ${folder}/paged\necho in the pager\nread line\necho "read $line" > ${folder}/read\n`,
			{mode: 0o700},
		);
		using deplog = openAt(size, {PAGER: pager});
		await deplog.shows('it broke');
		deplog.press('|');
		await deplog.shows('in the pager');
		// An interrupt is for the pager alone.
		process.kill(deplog.child.pid, 'SIGINT');
		deplog.press('typed\r');
		await deplog.shows('3 Logs');
		await deplog.shows('it broke');
		const paged = await readFile(path.join(folder, 'paged'), 'utf8');
		expect(paged).toMatch(/entry 0\n.*entry 1\n/v);
		expect(await readFile(path.join(folder, 'read'), 'utf8')).toBe(
			'read typed\n',
		);
		deplog.press('e');
		await deplog.shows('errors only');
	},
);

test('a pager that is not there is said', async () => {
	using deplog = openAt(sizes[1], {PAGER: '/no/such/pager'});
	await deplog.shows('it broke');
	deplog.press('|');
	await deplog.shows('/no/such/pager cannot be run.');
});

test('on quitting, one line on the normal screen says how to come back', async () => {
	using deplog = openAt(sizes[1]);
	await deplog.shows('it broke');
	deplog.press('e');
	await deplog.shows('errors only');
	deplog.press('/!entry\r');
	await deplog.shows('!"entry"');
	deplog.press('q');
	expect(await deplog.exitCode).toBe(0);
	await vi.waitFor(async () => {
		const screen = await deplog.screen();
		expect(screen.replaceAll('\n', '')).toContain(
			`To come back: deplog ${deployment.id} --api-url ${server.url} --level errorNot in it, since deplog alone filters so: !"entry"`,
		);
	});
});

test('on quitting the demo, the line is one for a demo', async () => {
	using deplog = openDeplog(['demo', '--history', '--level', 'error']);
	await deplog.shows(/LIVE/v);
	deplog.press('q');
	expect(await deplog.exitCode).toBe(0);
	await deplog.shows('To come back: deplog demo --history --level error');
});
