// Loaded into the built program, which takes each signal for itself: whenever the file that its own address names is not there, it writes how late its event loop was since the last time, in milliseconds: median, 99th percentile and most.
import {existsSync, writeFileSync} from 'node:fs';
import {monitorEventLoopDelay} from 'node:perf_hooks';

const resolution = 5;
const lookMilliseconds = 250;
const file = new URL(import.meta.url).searchParams.get('file');
const delay = monitorEventLoopDelay({resolution});
delay.enable();
setInterval(() => {
	if (existsSync(file)) {
		return;
	}

	const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - resolution);
	writeFileSync(
		file,
		[delay.percentile(50), delay.percentile(99), delay.max]
			.map((nanoseconds) => late(nanoseconds))
			.join(' '),
	);
	delay.reset();
}, lookMilliseconds).unref();
