import process from 'node:process';

/** What the processor has spent on this process, in ms: other programs on a busy machine do not count, as they do on a clock. */
export function processorTime(): number {
	const {user, system} = process.cpuUsage();
	return (user + system) / 1000;
}
