import {spawnSync} from 'node:child_process';
import {Session} from 'node:inspector';
import process from 'node:process';
import {workerData} from 'node:worker_threads';
import {lastResortPlaces, type LastResortData} from './last-resort.ts';
import {openTerminalDescriptor, writeWithin} from './output.ts';
import {sleep} from './timer.ts';

/** The thread of the last resort. It counts its own turns, so that the time in which the whole process is stopped does not count. */
const turnMilliseconds = 250;
const mostTurns = 20;
const writeMilliseconds = 200;
/** So long the main thread has to obey once it is told to end. */
const endMilliseconds = 1000;

// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- The other side gives just this.
const {shared, isOutputTerminal, lastBytes} = workerData as LastResortData;
const places = new Int32Array(shared);

let lastBeat = -1;
for (let turns = 0; turns < mostTurns;) {
	sleep(turnMilliseconds);
	const beat = Atomics.load(places, lastResortPlaces.beat);
	const isWatched = Atomics.load(places, lastResortPlaces.isWatched) === 1;
	turns = isWatched && beat === lastBeat ? turns + 1 : 0;
	lastBeat = beat;
}

const terminal = openTerminalDescriptor(isOutputTerminal);
if (terminal !== undefined) {
	writeWithin(terminal, lastBytes, writeMilliseconds);
}

endMainThread();
sleep(endMilliseconds);
// Stuck in the system: nothing but a kill ends it then.
spawnSync('stty', ['sane'], {
	stdio: [terminal ?? 'ignore', 'ignore', 'ignore'],
});
process.kill(process.pid, 'SIGKILL');

/** `process.exit` of a thread ends that thread alone. The debugger's interface gets between two steps of whatever the main thread runs. */
function endMainThread() {
	try {
		const session = new Session();
		session.connectToMainThread();
		session.post('Runtime.evaluate', {expression: 'process.reallyExit(1)'});
	} catch {
		// There is no such interface in this runtime.
	}
}
