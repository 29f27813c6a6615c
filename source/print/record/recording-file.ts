import {Buffer} from 'node:buffer';
import {constants} from 'node:fs';
import {type FileHandle, open, readdir, rename, stat} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {isatty} from 'node:tty';
import {errorCode} from '../../base/error-code.ts';
import {type Rotation} from '../../config/options.ts';
import {LockedError, takeLock} from '../../config/lock-file.ts';

/** A file, the user's alone, to which whole lines are added; a device or a pipe is only written to, and never waited for without end. */
export class RecordingFile {
	/** Opens or makes it. The part of a line that a sudden end left behind is taken away. */
	static async open(options: RecordingFileOptions): Promise<RecordingFile> {
		const handle = await openFile(options.file);
		let release: () => void = () => undefined;
		try {
			const found = await handle.stat();
			// A device or a pipe takes what everybody writes.
			release = found.isFile() ? await lockRecording(options.file) : release;
			const {size} = await handle.stat();
			const recording = new RecordingFile(options, handle, {
				size,
				isFile: found.isFile(),
				release,
			});
			await recording.#mend();
			return recording;
		} catch (error) {
			release();
			await handle.close();
			throw error;
		}
	}

	readonly #options: RecordingFileOptions;
	/** Gives the file back to others. */
	readonly #release: () => void;
	#handle: FileHandle;
	/** Neither a device nor a pipe. */
	#isFile: boolean;
	/** In bytes. */
	#length: number;
	#day: string;
	#isFull = false;

	private constructor(
		options: RecordingFileOptions,
		handle: FileHandle,
		{
			size,
			isFile,
			release,
		}: {
			readonly size: number;
			readonly isFile: boolean;
			readonly release: () => void;
		},
	) {
		this.#options = options;
		this.#release = release;
		this.#handle = handle;
		this.#isFile = isFile;
		this.#length = size;
		this.#day = this.#today();
	}

	/** Its last lines, and where it has just begun those of the file before it. */
	async readTail(): Promise<Uint8Array> {
		const own = await readLast(this.#handle, this.#length);
		if (own.length >= tailLength || this.#options.rotation === undefined) {
			return own;
		}

		const before = await this.#readBefore();
		return Buffer.concat([before, own]);
	}

	/** Adds lines. Where there is no room for them it waits until there is, and says so; nothing is lost, since nobody reads the stream meanwhile. */
	async write(lines: Uint8Array): Promise<void> {
		await this.#keepPlace();
		await this.#rotate(lines.length);
		const {onNotice, signal, file, pause = fullPause} = this.#options;
		while (!signal.aborted) {
			try {
				// eslint-disable-next-line no-await-in-loop -- Until there is room.
				await this.#writeAll(lines);
				this.#length += lines.length;
				if (this.#isFull) {
					this.#isFull = false;
					onNotice(`There is room again: the recording to ${file} goes on.`);
				}

				return;
			} catch (error) {
				if (!isFull(error)) {
					throw error;
				}

				// eslint-disable-next-line no-await-in-loop -- As above.
				await this.#handle.truncate(this.#length).catch(() => undefined);
				if (!this.#isFull) {
					this.#isFull = true;
					onNotice(
						`There is no room left for the recording to ${file}. It waits; make room, and it goes on where it was.`,
					);
				}

				// eslint-disable-next-line no-await-in-loop -- As above.
				await sleep(pause, undefined, {signal}).catch(() => undefined);
			}
		}
	}

	async close(): Promise<void> {
		this.#release();
		await this.#handle.close();
	}

	/** What has its name now is written to: one that was taken away or put aside would be filled unseen. */
	async #keepPlace() {
		const {file} = this.#options;
		const own = await this.#handle.stat();
		const found = await stat(file).catch(() => undefined);
		if (found?.ino === own.ino && found.dev === own.dev) {
			return;
		}

		const handle = await openFile(file);
		await this.#handle.close();
		this.#handle = handle;
		const opened = await handle.stat();
		this.#isFile = opened.isFile();
		this.#length = opened.size;
		this.#options.onNotice(
			`${file} was taken away: the recording goes on in a new one.`,
		);
	}

	/** A pipe takes so much at a time, and would hold a thread of ours for ever if it were waited for. */
	async #writeAll(bytes: Uint8Array) {
		const {signal} = this.#options;
		let rest = bytes;
		while (rest.length > 0 && !signal.aborted) {
			try {
				// eslint-disable-next-line no-await-in-loop -- One part after the other.
				const {bytesWritten} = await this.#handle.write(rest);
				rest = rest.subarray(bytesWritten);
			} catch (error) {
				if (errorCode(error) !== 'EAGAIN') {
					throw error;
				}

				// eslint-disable-next-line no-await-in-loop -- As above.
				await sleep(pipePause, undefined, {signal}).catch(() => undefined);
			}
		}
	}

	async #mend() {
		const tail = await readLast(this.#handle, this.#length);
		if (tail.length > 0 && tail.at(-1) !== newline) {
			this.#length -= tail.length - (tail.lastIndexOf(newline) + 1);
			await this.#handle.truncate(this.#length);
		}
	}

	async #rotate(byteCount: number) {
		const {rotation, file, now = Date.now} = this.#options;
		const today = this.#today();
		const isDue =
			rotation !== undefined &&
			this.#isFile &&
			this.#length > 0 &&
			(rotation.kind === 'size'
				? this.#length + byteCount > rotation.bytes
				: today !== this.#day);
		this.#day = today;
		if (!isDue) {
			return;
		}

		const {dir, name, ext} = path.parse(file);
		const stamp = new Date(now()).toISOString().replaceAll(/[:.]/gv, '-');
		await rename(file, path.join(dir, `${name}-${stamp}${ext}`));
		await this.#handle.close();
		this.#handle = await openFile(file);
		this.#length = 0;
	}

	/** The end of the file that was put aside last. */
	async #readBefore(): Promise<Uint8Array> {
		const {dir, name, ext} = path.parse(this.#options.file);
		const folder = dir === '' ? '.' : dir;
		const names = await readdir(folder);
		const before = names
			.filter(
				(one) =>
					one.startsWith(`${name}-`) &&
					one.endsWith(ext) &&
					/^\d{4}-\d\d-\d\dT/v.test(one.slice(name.length + 1)),
			)
			.toSorted()
			.at(-1);
		if (before === undefined) {
			return new Uint8Array();
		}

		const handle = await open(path.join(folder, before), 'r');
		try {
			const {size} = await handle.stat();
			return await readLast(handle, size);
		} finally {
			await handle.close();
		}
	}

	#today(): string {
		const {now = Date.now} = this.#options;
		const today = new Date(now());
		return `${today.getFullYear()} ${today.getMonth()} ${today.getDate()}`;
	}
}

/** What was named is a terminal: what is recorded would be drawn over the screen. */
export class TerminalError extends Error {
	override readonly name = 'TerminalError';
}

export type RecordingFileOptions = {
	readonly file: string;
	readonly rotation?: Rotation;
	/** Told sentences for people. */
	readonly onNotice: (text: string) => void;
	readonly signal: AbortSignal;
	/** In milliseconds: how often a disk that is full is tried again. */
	readonly pause?: number;
	/** Our clock, in milliseconds. */
	readonly now?: () => number;
};

/** In bytes: at a thousand entries a second those of more than a minute. */
const tailLength = 16 * 1024 * 1024;
const newline = 0x0a;
const fullPause = 5000;
/** In milliseconds: how often a pipe that is full is tried again. */
const pipePause = 20;

/* eslint-disable no-bitwise -- Flags of open(2). */
async function openFile(file: string): Promise<FileHandle> {
	const found = await stat(file).catch(() => undefined);
	const isFile = found?.isFile() ?? true;
	const handle = await open(
		file,
		isFile || found?.isDirectory()
			? constants.O_RDWR | constants.O_APPEND | constants.O_CREAT
			: constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY,
		0o600,
	);
	if (isatty(handle.fd)) {
		await handle.close();
		throw new TerminalError();
	}

	return handle;
}

/* eslint-enable no-bitwise */

/** The last whole lines, and what stands behind them. */
async function readLast(
	handle: FileHandle,
	length: number,
): Promise<Uint8Array> {
	const start = Math.max(0, length - tailLength);
	const bytes = Buffer.alloc(length - start);
	const {bytesRead} = await handle.read(bytes, 0, bytes.length, start);
	const tail = bytes.subarray(0, bytesRead);
	return start === 0 ? tail : tail.subarray(tail.indexOf(newline) + 1);
}

function isFull(error: unknown): boolean {
	const code = errorCode(error);
	return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Takes the file for this process: two deplogs that record to it would both write each entry. Returns how to give it back. */
async function lockRecording(file: string): Promise<() => void> {
	try {
		return await takeLock(`${file}.lock`, {patience: 200});
	} catch (error) {
		if (error instanceof LockedError) {
			throw error;
		}

		// There is no room for it, or the folder is another's: what is to be written there is told by the file itself.
		return () => undefined;
	}
}
