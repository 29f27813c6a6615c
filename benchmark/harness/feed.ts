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
	/** So far. */
	readonly sentCount: number;
};

/** A server in a process of its own that has no past and streams the corpus. */
export type Feed = AsyncDisposable & {
	readonly url: string;
	readonly tell: (order: FeedOrder) => void;
	/** Asks how many entries it has sent by now. */
	readonly sentCount: () => Promise<number>;
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
	const report = async () =>
		new Promise<FeedReport>((resolve, reject) => {
			child.once('message', resolve);
			child.once('error', reject);
		});
	const {url} = await report();
	const end = () => {
		child.kill();
	};

	process.once('exit', end);
	return {
		url,
		tell(order) {
			child.send(order);
		},
		async sentCount() {
			const answer = report();
			child.send('report');
			const {sentCount} = await answer;
			return sentCount;
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
