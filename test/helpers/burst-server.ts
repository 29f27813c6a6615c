import {fork} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';

export type BurstServer = {
	readonly url: URL;
	/** Bytes of entries that the server could send so far, as it has told. */
	readonly sentBytes: () => number;
	readonly [Symbol.dispose]: () => void;
};

const program = path.join(import.meta.dirname, '../fixtures/burst-server.ts');

/** A server in a process of its own, which sends all entries of its live stream as fast as they are taken, and has no past. */
export async function startBurstServer({
	entryCount,
	messageBytes,
}: {
	readonly entryCount: number;
	readonly messageBytes: number;
}): Promise<BurstServer> {
	const child = fork(program, [String(entryCount), String(messageBytes)], {
		execArgv: ['--import', 'tsx'],
	});
	// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- It tells its port first.
	const [{port}] = (await once(child, 'message')) as [{port: number}];
	let sentBytes = 0;
	child.on('message', (told: {sentBytes: number}) => {
		sentBytes = told.sentBytes;
	});
	return {
		url: new URL(`http://127.0.0.1:${port}/v1`),
		sentBytes: () => sentBytes,
		[Symbol.dispose]() {
			child.kill();
		},
	};
}
