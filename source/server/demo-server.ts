import {Worker} from 'node:worker_threads';
import {type PlainFault} from './faults/faults.ts';

/** What the demo's server can be told while it runs. */
export type DemoCommand =
	| {readonly kind: 'fault'; readonly fault: PlainFault}
	/** Ends all faults. */
	| {readonly kind: 'heal'}
	/** Cuts the network until `reconnect`. */
	| {readonly kind: 'disconnect'}
	| {readonly kind: 'reconnect'};

export type DemoOptions = {
	/** Milliseconds from one deploy to the next. */
	readonly redeployEvery?: number;
	/** Of the API whose base is given. */
	readonly version: 1 | 2;
};

/** What the worker says when it is ready. */
export type DemoReady = {readonly url: string};

export type DemoServer = {
	/** The base of the API; no token is needed. */
	readonly url: string;
	/** Makes the server misbehave, or well again. */
	control: (command: DemoCommand) => void;
	close: () => Promise<void>;
};

/** Runs the simulated deployments' server in a thread of its own, so that it never delays a frame. */
export async function startDemoServer({
	workerUrl = new URL('worker.js', import.meta.url),
	version = 1,
	redeployEvery,
}: Partial<DemoOptions> & {
	/** The built `worker.ts`, which stands beside the built program. */
	readonly workerUrl?: URL;
} = {}): Promise<DemoServer> {
	const worker = new Worker(workerUrl, {
		workerData: {version, redeployEvery} satisfies DemoOptions,
	});
	const {url} = await new Promise<DemoReady>((resolve, reject) => {
		worker.once('message', resolve);
		worker.once('error', reject);
	});
	// A thread that breaks later is a crash, and no quiet one.
	worker.removeAllListeners('error');
	// From here on the program's own end is enough to end it.
	worker.unref();
	return {
		url,
		control(command) {
			worker.postMessage(command);
		},
		async close() {
			await worker.terminate();
		},
	};
}
