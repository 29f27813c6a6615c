import {Buffer} from 'node:buffer';
import {afterEach, expect, test} from 'vitest';
import {
	createDeployment,
	type GivenDeployment,
} from '../../source/server/given/given-deployment.ts';
import {type ApiServer, startServer} from '../../source/server/wire/server.ts';
import {type Running, startDeplog} from '../helpers/run-deplog.ts';
import {until} from '../helpers/until.ts';

const open: Running[] = [];

afterEach(async () => {
	for (const running of open.splice(0)) {
		running.kill('SIGKILL');
		// eslint-disable-next-line no-await-in-loop -- One at most is open.
		await running.exitCode.catch(() => undefined);
	}
});

test('following prints the last entries, then live ones, none twice', async () => {
	const deployment = createDeployment();
	log(deployment, 0, 120);
	await using server = await startServer({deployments: [deployment]});
	const running = follow(server, deployment);
	await prints(running, indices(20, 120));
	for (let index = 120; index < 200; index += 20) {
		log(deployment, index, index + 20);
		// eslint-disable-next-line no-await-in-loop -- Each batch comes after the one before.
		await prints(running, indices(20, index + 20));
	}

	expect(running.messages()).toBe('');
});

test('with --limit 0 live entries alone are printed', async () => {
	const deployment = createDeployment();
	log(deployment, 0, 10);
	await using server = await startServer({deployments: [deployment]});
	const running = follow(server, deployment, '--limit', '0');
	await isLive(server);
	log(deployment, 10, 12);
	await prints(running, [10, 11]);
	expect(server.requests.map(({route}) => route)).toEqual(['live']);
});

test('with --since all from then on is printed, then live entries', async () => {
	const deployment = createDeployment();
	log(deployment, 0, 300);
	await using server = await startServer({deployments: [deployment]});
	const running = follow(server, deployment, '--since', '1h');
	await prints(running, indices(0, 300));
	log(deployment, 300, 301);
	await prints(running, indices(0, 301));
});

test('what was logged while the network was cut is filled in, in order', async () => {
	const deployment = createDeployment();
	log(deployment, 0, 5);
	await using server = await startServer({deployments: [deployment]});
	const running = follow(server, deployment);
	await prints(running, indices(0, 5));
	log(deployment, 5, 10);
	await prints(running, indices(0, 10));
	await server.disconnect();
	log(deployment, 10, 47);
	await server.reconnect();
	await prints(running, indices(0, 47));
	log(deployment, 47, 50);
	await prints(running, indices(0, 50));
	await until(() => {
		expect(running.messages()).toMatch(
			/deplog: reconnected after \d+ s · 37 entries filled\n/v,
		);
	});
	expect(running.messages()).not.toContain('incomplete');
});

test('an entry of the future is printed once, and costs nothing of what a cut has missed', async () => {
	const deployment = createDeployment();
	log(deployment, 0, 5);
	await using server = await startServer({deployments: [deployment]});
	const running = follow(server, deployment);
	await prints(running, indices(0, 5));
	deployment.log({
		time: Date.now() * 1000 + 86_400_000_000,
		message: 'entry 5',
	});
	log(deployment, 6, 10);
	await prints(running, indices(0, 10));
	await server.disconnect();
	log(deployment, 10, 30);
	await server.reconnect();
	await prints(running, indices(0, 30));
	log(deployment, 30, 32);
	await prints(running, indices(0, 32));
	expect(running.messages()).not.toContain('incomplete');
});

test('a region whose clock is half a minute ahead hides nothing of what a cut has missed in another', async () => {
	const deployment = createDeployment();
	log(deployment, 0, 5);
	await using server = await startServer({deployments: [deployment]});
	const running = follow(server, deployment);
	await prints(running, indices(0, 5));
	const region = 'gcp-ahead';
	deployment.log({
		time: (Date.now() + 30_000) * 1000,
		message: 'entry 5',
		region,
	});
	await prints(running, indices(0, 6));
	await server.disconnect();
	log(deployment, 6, 20);
	await server.reconnect();
	await until(() => {
		expect(printed(running).toSorted((a, b) => a - b)).toEqual(indices(0, 20));
	});
});

test('what was missed is filled through pages that end badly, each entry once', async () => {
	const deployment = createDeployment();
	log(deployment, 0, 5);
	await using server = await startServer({deployments: [deployment]});
	const running = follow(server, deployment);
	await prints(running, indices(0, 5));
	await server.disconnect();
	server.faults.add({kind: 'end', afterEntries: 4000, times: 2, route: 'past'});
	server.faults.add({kind: 'repeat', route: 'past'});
	log(deployment, 5, 12_000);
	await server.reconnect();
	await isLive(server);
	log(deployment, 12_000, 12_001);
	// To compare thousands of numbers again and again would leave no time to read.
	await until(() => {
		expect(Buffer.from(running.output()).includes('"entry 12000')).toBe(true);
	});
	expect(printed(running)).toEqual(indices(0, 12_001));
	expect(running.messages()).not.toContain('incomplete');
});

test('a stream that begins with what was printed before repeats nothing', async () => {
	const deployment = createDeployment();
	log(deployment, 0, 10);
	await using server = await startServer({deployments: [deployment]});
	server.faults.add({kind: 'replay', entries: 8, route: 'live'});
	const running = follow(server, deployment);
	await prints(running, indices(0, 10));
	deployment.endLive();
	await isLive(server);
	log(deployment, 10, 12);
	await prints(running, indices(0, 12));
});

test('entries that are the same in every field are printed as often as they were logged', async () => {
	const deployment = createDeployment();
	const time = Date.now() * 1000;
	const same = (count: number, index: number) =>
		Array.from({length: count}, () => ({
			time: time + index,
			message: `entry ${index}`,
		}));
	deployment.log(same(3, 0));
	await using server = await startServer({deployments: [deployment]});
	const running = follow(server, deployment);
	await prints(running, [0, 0, 0]);
	await server.disconnect();
	deployment.log(same(2, 1));
	await server.reconnect();
	await isLive(server);
	deployment.log(same(4, 2));
	await prints(running, [0, 0, 0, 1, 1, 2, 2, 2, 2]);
});

test('past logs that lag behind live ones are waited for', async () => {
	const deployment = createDeployment();
	log(deployment, 0, 3);
	await using server = await startServer({deployments: [deployment]});
	const running = follow(server, deployment);
	await prints(running, indices(0, 3));
	server.faults.add({kind: 'lag', milliseconds: 1500});
	await server.disconnect();
	log(deployment, 3, 6);
	await server.reconnect();
	await isLive(server);
	log(deployment, 6, 9);
	await prints(running, indices(0, 9));
	expect(running.messages()).not.toContain('incomplete');
});

test('a slow reader slows the stream and loses nothing', async () => {
	const deployment = createDeployment();
	await using server = await startServer({deployments: [deployment]});
	const running = follow(server, deployment, '--limit', '0');
	await isLive(server);
	running.pauseOutput();
	const padding = 'x'.repeat(2000);
	const time = Date.now() * 1000;
	deployment.log(
		Array.from({length: 4000}, (_, index) => ({
			time: time + index,
			message: `entry ${index} ${padding}`,
		})),
	);
	log(deployment, 4000, 4001);
	running.resumeOutput();
	// To compare thousands of numbers again and again would leave no time to read.
	await until(() => {
		expect(Buffer.from(running.output()).includes('"entry 4000')).toBe(true);
	});
	expect(printed(running)).toEqual(indices(0, 4001));
});

test('a reader that goes away ends it quietly', async () => {
	const deployment = createDeployment();
	log(deployment, 0, 1);
	await using server = await startServer({deployments: [deployment]});
	const running = follow(server, deployment);
	await prints(running, [0]);
	running.closeOutput();
	const logging = setInterval(() => {
		log(deployment, 1, 2);
	}, 20);
	try {
		await expect(running.exitCode).resolves.toBe(0);
	} finally {
		clearInterval(logging);
	}

	expect(running.messages()).toBe('');
	await until(() => {
		expect(server.openLiveCount).toBe(0);
	});
});

test.each([
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const)('%s ends it with %i', async (signal, code) => {
	const deployment = createDeployment();
	log(deployment, 0, 1);
	await using server = await startServer({deployments: [deployment]});
	const running = follow(server, deployment);
	await prints(running, [0]);
	running.kill(signal);
	await expect(running.exitCode).resolves.toBe(code);
});

test('whatever ends it, it says what it left out', async () => {
	const deployment = createDeployment();
	log(deployment, 0, 1);
	await using server = await startServer({deployments: [deployment]});
	server.faults.add({kind: 'garbage', line: '{broken', route: 'live'});
	const running = follow(server, deployment);
	await prints(running, [0]);
	log(deployment, 1, 2);
	await prints(running, [0, 1]);
	running.kill('SIGINT');
	await expect(running.exitCode).resolves.toBe(130);
	expect(running.messages()).toMatch(/could not be read as entries/v);
});

test('a signal ends it while nobody reads', async () => {
	const deployment = createDeployment();
	await using server = await startServer({deployments: [deployment]});
	const running = follow(server, deployment, '--limit', '0');
	await isLive(server);
	running.pauseOutput();
	const padding = 'x'.repeat(100_000);
	deployment.log(
		Array.from({length: 100}, (_, index) => ({
			message: `entry ${index} ${padding}`,
		})),
	);
	await until(() => {
		expect(running.unreadBytes()).toBeGreaterThan(0);
	});
	running.kill('SIGTERM');
	await until(() => {
		expect(server.openLiveCount).toBe(0);
	});
	running.resumeOutput();
	await expect(running.exitCode).resolves.toBe(143);
});

test('a server that is not there is tried again, and said once', async () => {
	const deployment = createDeployment();
	log(deployment, 0, 2);
	await using server = await startServer({deployments: [deployment]});
	await server.disconnect();
	const running = follow(server, deployment);
	await until(() => {
		expect(running.messages()).toMatch(/refused.*Trying again\.\n/v);
	});
	await server.reconnect();
	await prints(running, [0, 1]);
	expect(running.messages().match(/Trying again/gv)).toHaveLength(1);
});

function follow(
	server: ApiServer,
	deployment: GivenDeployment,
	...flags: string[]
): Running {
	const running = startDeplog([
		deployment.id,
		'--api-url',
		server.url,
		'--follow',
		...flags,
	]);
	open.push(running);
	return running;
}

async function isLive(server: ApiServer) {
	await until(() => {
		expect(server.openLiveCount).toBe(1);
	});
}

function log(deployment: GivenDeployment, from: number, to: number) {
	const time = Date.now() * 1000;
	deployment.log(
		indices(from, to).map((index) => ({
			time: time + index,
			message: `entry ${index}`,
		})),
	);
}

async function prints(running: Running, expected: readonly number[]) {
	await until(() => {
		expect(printed(running)).toEqual(expected);
	});
}

function printed(running: Running): number[] {
	return [
		...Buffer.from(running.output())
			.toString()
			.matchAll(/"entry (\d+)/gv),
	].map(([, index]) => Number(index));
}

function indices(from: number, to: number): number[] {
	return Array.from({length: to - from}, (_, index) => from + index);
}
