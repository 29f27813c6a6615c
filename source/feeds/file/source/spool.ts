import {randomBytes} from 'node:crypto';
import {constants} from 'node:fs';
import {type FileHandle, open, unlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';

/** What came of a stream, in a file of nobody's, so that it can be read again and memory stays bounded. */
export type Spool = {
	readonly handle: FileHandle;
	/** Bytes that have come so far. */
	readonly size: () => number;
	/** Whether nothing more comes. */
	readonly isEnded: () => boolean;
	/** Why it ended before its time. */
	readonly failure: () => unknown;
	/** Resolves when more has come, or the end, or so many milliseconds have passed. */
	readonly more: (patience?: number) => Promise<void>;
};

/** Writes a stream to a file that has no name, so that none is left behind however deplog ends. */
export async function spoolStream(
	chunks: AsyncIterable<Uint8Array>,
): Promise<Spool> {
	const name = path.join(
		tmpdir(),
		`deplog-${randomBytes(8).toString('hex')}.log`,
	);
	const handle = await open(
		name,
		// eslint-disable-next-line no-bitwise -- Flags of open(2).
		constants.O_RDWR | constants.O_CREAT | constants.O_EXCL,
		0o600,
	);
	await unlink(name).catch(() => undefined);
	let size = 0;
	let isEnded = false;
	let failure: unknown;
	let wake: () => void;
	let more: Promise<void>;
	const rearm = () => {
		more = new Promise((resolve) => {
			wake = resolve;
		});
	};

	rearm();
	const tell = () => {
		const woken = wake;
		rearm();
		woken();
	};

	const pump = async () => {
		try {
			for await (const chunk of chunks) {
				await handle.write(chunk, 0, chunk.length, size);
				size += chunk.length;
				tell();
			}
		} catch (error) {
			failure = error;
		} finally {
			isEnded = true;
			tell();
		}
	};

	void pump();
	return {
		handle,
		size: () => size,
		isEnded: () => isEnded,
		failure: () => failure,
		async more(patience) {
			if (isEnded || patience === undefined) {
				return isEnded ? undefined : more;
			}

			let timer: NodeJS.Timeout | undefined;
			const passed = new Promise<void>((resolve) => {
				timer = setTimeout(resolve, patience);
				timer.unref();
			});
			await Promise.race([more, passed]);
			clearTimeout(timer);
		},
	};
}
