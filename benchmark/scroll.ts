import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {type Filter} from '../source/log/query.ts';
import {type ServedEntry} from '../source/server/given/served-deployment.ts';
import {startServer} from '../source/server/wire/server.ts';
import {createSimulation} from '../source/server/simulated/simulate.ts';
import {simulatedIds} from '../source/server/simulated/simulated-names.ts';
import {
	scrollThrough,
	type ShownEntry,
} from '../test/helpers/scroll-through.ts';
import {openPty} from './harness/pty.ts';

/**
Scrolls through the simulated fortnight, from live to the beginning and back, with a buffer that holds a part of it, and checks each screen: `npx tsx benchmark/scroll.ts [--buffer 50000] [--seed 1] [--rows 145] [--api v1|v2|live]`: version 2 as documented, or as it was seen live. It takes minutes.
*/
const {values} = parseArgs({
	options: {
		buffer: {type: 'string', default: '50000'},
		seed: {type: 'string', default: '1'},
		rows: {type: 'string', default: '145'},
		api: {type: 'string', default: 'v1'},
	},
});
const everything: Filter = {levels: [], regions: [], text: ''};
const now = Date.UTC(2026, 10, 24, 15);
// Time stands still: what was logged stays what it is, and nothing new comes.
const clock = () => now;
const simulation = createSimulation({seed: Number(values.seed), clock});
const deployment = simulation.deployments.find(
	({id}) => id === simulatedIds.history,
);
if (deployment === undefined) {
	throw new Error('The simulation has no history.');
}

const entries: ShownEntry[] = [];
for await (const batch of deployment.pastEntries({
	filter: everything,
	range: {},
	order: 'asc',
	arrivedBy: now,
	signal: new AbortController().signal,
})) {
	entries.push(...batch.map((entry) => shown(entry)));
}

const server = await startServer({
	...simulation,
	clock,
	manner: {kind: values.api === 'live' ? 'live' : 'documented'},
});
using pty = openPty(
	process.execPath,
	[
		path.join(import.meta.dirname, '../dist/cli.js'),
		simulatedIds.history,
		'--api-url',
		values.api === 'v1' ? server.url : server.v2Url,
		'--buffer',
		values.buffer,
	],
	{height: Number(values.rows)},
);
const reader = {
	press(keys: string) {
		void pty.press(keys, 1, 0);
	},
	screen: pty.screen,
};
await pty.shows(/LIVE · following/v);
const startedAt = performance.now();
const upScreens = await scrollThrough(reader, entries, 'up');
await pty.shows(/beginning of the logs/v);
const upSeconds = (performance.now() - startedAt) / 1000;
const downScreens = await scrollThrough(reader, entries, 'down');
const downSeconds = (performance.now() - startedAt) / 1000 - upSeconds;
console.log(
	JSON.stringify(
		{
			node: process.version,
			api: values.api,
			entries: entries.length,
			bufferEntries: Number(values.buffer),
			upScreens,
			upSeconds: Math.round(upSeconds),
			downScreens,
			downSeconds: Math.round(downSeconds),
			pageRequests: server.requests.filter(({route}) => route === 'past')
				.length,
			lostOrDoubled: 0,
		},
		undefined,
		'\t',
	),
);
await server.close();

/** As it stands in the list, at a width that shows that much of each. */
function shown({time, message}: ServedEntry): ShownEntry {
	const [line = ''] = message.split(/\n|[^\u0020-\u007E]/v);
	return {
		time: new Date(Math.floor(time / 1000)).toISOString().slice(11, 23),
		start: line.slice(0, 60),
	};
}
