/* eslint-disable no-await-in-loop -- It looks again and again. */
/**
The built program, explored and printed, on a deployment that logs messages of 20 kB: `npx tsx benchmark/soak-program.ts [minutes] [messages a second]`, ten minutes of 30 a second where nothing is said, after `node build.js`. The explorer holds 5,000 of them. Keys are pressed meanwhile, and the connections are cut once a minute. Linux alone tells the memory of a process.

Of what is printed each message is counted: lost and doubled ones must be none. JSON on standard output, a line a minute on standard error.
*/
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {setTimeout as sleep} from 'node:timers/promises';
import {createDeployment} from '../source/server/given/given-deployment.ts';
import {startServer} from '../source/server/wire/server.ts';
import {openDeplog} from './harness/pty.ts';

const [minutes = 10, perSecond = 30] = process.argv.slice(2).map(Number);
const filling = 'x'.repeat(20_000);
const keys = ['\u001B[5~', 'k', '\r', '\u001B', 'e', 'x', 'G', 'w', 'w'];

const deployment = createDeployment({id: 'storefront-7f3k2m'});
await using server = await startServer({deployments: [deployment]});
using explorer = openDeplog(server.url, {argv: ['--buffer', '5000']});
const printer = spawn(
	process.execPath,
	[
		path.join(import.meta.dirname, '../dist/cli.js'),
		deployment.id,
		'--api-url',
		server.url,
		'--follow',
		'--limit',
		'10',
	],
	{stdio: ['ignore', 'pipe', 'ignore']},
);
const counts = new Map<string, number>();
createInterface({input: printer.stdout}).on('line', (line) => {
	const number = /message (?<number>\d+) /v.exec(line)?.groups?.['number'];
	if (number !== undefined) {
		counts.set(number, (counts.get(number) ?? 0) + 1);
	}
});
await sleep(3000);

let logged = 0;
const memory: Array<Readonly<Record<string, number>>> = [];
const start = Date.now();
for (let second = 0; second < minutes * 60; second++) {
	for (let index = 0; index < perSecond; index++) {
		deployment.log({
			level: logged % 50 === 0 ? 'error' : 'info',
			message: `message ${logged++} ${filling}`,
		});
	}

	await explorer.press(keys[second % keys.length] ?? 'G');
	if (second % 60 === 30) {
		await server.disconnect();
		await sleep(2000);
		await server.reconnect();
	}

	if (second % 60 === 59) {
		const row = {
			minute: (second + 1) / 60,
			explorer: megabytes(explorer.pid),
			printer: megabytes(printer.pid ?? 0),
		};
		console.error(JSON.stringify(row));
		memory.push(row);
	}

	await sleep(Math.max(0, start + (second + 1) * 1000 - Date.now()));
}

await sleep(40_000);
const lost = logged - counts.size;
const doubled = [...counts.values()].filter((count) => count > 1).length;
printer.kill();
console.log(
	JSON.stringify({node: process.version, logged, lost, doubled, memory}),
);
process.exitCode = lost + doubled === 0 ? 0 : 1;

function megabytes(pid: number): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const kilobytes = /^VmRSS:\s*(?<count>\d+)/mv.exec(status)?.groups?.['count'];
	return Math.round((Number(kilobytes ?? 0) * 1024) / 1e6);
}
