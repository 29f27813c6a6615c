import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {Session} from 'node:inspector';
import process from 'node:process';
import {workerData} from 'node:worker_threads';
import {lastResortPlaces, type LastResortData} from './last-resort.ts';
import {openTerminalDescriptor, writeWithin} from './output.ts';
import {sleep} from './timer.ts';

/** The thread of the last resort. It counts the time in which the main thread runs or sleeps, so that neither the time in which the whole process is stopped counts, nor that in which a busy machine lets it wait. */
const turnMilliseconds = 250;
const stuckMilliseconds = 5000;
const writeMilliseconds = 200;
/** Milliseconds in each of the system's units of processor time. */
const processorUnit = 10;
/** So long the main thread has to obey once it is told to end. */
const endMilliseconds = 1000;

// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- The other side gives just this.
const {shared, isOutputTerminal, lastBytes} = workerData as LastResortData;
const places = new Int32Array(shared);

let lastBeat = -1;
let lastProcessorTime = 0;
for (let stuck = 0; stuck < stuckMilliseconds;) {
	sleep(turnMilliseconds);
	const beat = Atomics.load(places, lastResortPlaces.beat);
	const isWatched = Atomics.load(places, lastResortPlaces.isWatched) === 1;
	const {processorTime, isAsleep} = lookAtMainThread();
	const isStuck = isWatched && beat === lastBeat;
	stuck = isStuck
		? stuck + (isAsleep ? turnMilliseconds : processorTime - lastProcessorTime)
		: 0;
	lastBeat = beat;
	lastProcessorTime = processorTime;
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

/** How long the main thread has run so far, and whether it waits for something other than a processor. Where the system does not tell, it counts as asleep: then time is what the clock says. */
function lookAtMainThread(): {
	readonly processorTime: number;
	readonly isAsleep: boolean;
} {
	try {
		const {pid} = process;
		// The name in brackets may hold anything, brackets too.
		const fields = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8')
			.replace(/^.*\) /sv, '')
			.split(' ');
		return {
			processorTime: (Number(fields[11]) + Number(fields[12])) * processorUnit,
			isAsleep: fields[0] === 'S',
		};
	} catch {
		return {processorTime: 0, isAsleep: true};
	}
}
