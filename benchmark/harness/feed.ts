import {fork} from 'node:child_process';
import process from 'node:process';

/** Entries a second, or as fast as they are read. */
export type Rate = number | 'fastest';

/** What the feed's process is told. */
export type FeedOrder =
	/** Sends so many entries as fast as they are read. */
	| {readonly kind: 'burst'; readonly count: number}
	/** Sends so many from then on. */
	| {readonly kind: 'rate'; readonly rate: Rate};

/** What it answers. */
export type FeedReport = {
	readonly url: string;
	/** Whether somebody reads the live stream. */
	readonly isStreaming: boolean;
	/** So far. */
	readonly sentCount: number;
	/** Of the entry that was sent last, to the millisecond, as deplog shows it: `12:03:21.123`. */
	readonly lastTime: string;
};

/** A server in a process of its own that has no past and streams the corpus. */
export type Feed = AsyncDisposable & {
	readonly url: string;
	readonly tell: (order: FeedOrder) => void;
	/** Whether somebody reads the live stream by now. */
	readonly isStreaming: () => Promise<boolean>;
	/** Asks how many entries it has sent by now. */
	readonly sentCount: () => Promise<number>;
	/** Asks for the time of the one that it has sent last. */
	readonly lastTime: () => Promise<string>;
};

export async function startFeed({
	medianBytes = 70,
}: {readonly medianBytes?: 70 | 127} = {}): Promise<Feed> {
	const child = fork(
		new URL('feed-process.ts', import.meta.url),
		[String(medianBytes)],
		{
			execArgv: ['--import', 'tsx'],
			stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		},
	);
	child.once('error', (error) => {
		throw error;
	});
	const reported = async () =>
		new Promise<FeedReport>((resolve) => {
			child.once('message', resolve);
		});

	const report = async () => {
		const answer = reported();
		child.send('report');
		return answer;
	};

	const {url} = await reported();
	const end = () => {
		child.kill();
	};

	process.once('exit', end);
	return {
		url,
		tell(order) {
			child.send(order);
		},
		async isStreaming() {
			const {isStreaming} = await report();
			return isStreaming;
		},
		async sentCount() {
			const {sentCount} = await report();
			return sentCount;
		},
		async lastTime() {
			const {lastTime} = await report();
			return lastTime;
		},
		async [Symbol.asyncDispose]() {
			process.off('exit', end);
			const isOver = new Promise((resolve) => {
				child.once('exit', resolve);
			});
			end();
			await isOver;
		},
	};
}
