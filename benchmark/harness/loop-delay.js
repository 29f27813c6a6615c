// Loaded into the built program: on SIGUSR2 it writes how late its event loop was since the last time, in milliseconds, to the file that its own address names: median, 99th percentile and most.
import {writeFileSync} from 'node:fs';
import {monitorEventLoopDelay} from 'node:perf_hooks';
import process from 'node:process';

const resolution = 5;
const delay = monitorEventLoopDelay({resolution});
delay.enable();
process.on('SIGUSR2', () => {
	const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - resolution);
	writeFileSync(
		new URL(import.meta.url).searchParams.get('file'),
		[delay.percentile(50), delay.percentile(99), delay.max]
			.map((nanoseconds) => late(nanoseconds))
			.join(' '),
	);
	delay.reset();
});
