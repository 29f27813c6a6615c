import {parentPort, workerData} from 'node:worker_threads';
import {
	type DemoCommand,
	type DemoOptions,
	type DemoReady,
} from './demo-server.ts';
import {startServer, type ApiServer} from './wire/server.ts';
import {createSimulation} from './simulated/simulate.ts';

/** The entry of the thread in which the demo's server runs. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- The thread that starts this one gives just this.
const {redeployEvery, version}: DemoOptions = workerData;
const server = await startServer(createSimulation({redeployEvery}));
let last = Promise.resolve();
parentPort?.on('message', (command: DemoCommand) => {
	// One after the other: a network that heals must have been cut before.
	last = obey(server, command, last);
});
parentPort?.postMessage({
	url: version === 2 ? server.v2Url : server.url,
} satisfies DemoReady);

async function obey(
	{faults, disconnect, reconnect}: ApiServer,
	command: DemoCommand,
	previous: Promise<void>,
): Promise<void> {
	await previous;
	switch (command.kind) {
		case 'fault': {
			faults.add(command.fault);
			break;
		}

		case 'heal': {
			faults.clear();
			break;
		}

		case 'disconnect': {
			await disconnect();
			break;
		}

		case 'reconnect': {
			await reconnect();
			break;
		}
	}
}
