import {Buffer} from 'node:buffer';
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {spawn} from '@lydell/node-pty';
import {createVirtualTerminal} from '../../test/helpers/terminal-cells.ts';
import {until} from './until.ts';

export const columns = 160;
export const rows = 45;

/** A program in a terminal of 160 × 45. */
export type Pty = Disposable & {
	readonly pid: number;
	/** Bytes that it has written so far. */
	readonly byteCount: () => number;
	readonly screen: () => Promise<string>;
	readonly shows: (text: RegExp) => Promise<void>;
	/** Presses a key so many times, each so many milliseconds after the one before. */
	readonly press: (
		key: string,
		count?: number,
		milliseconds?: number,
	) => Promise<void>;
};

export type PtyOptions = {
	/** Bytes a second that the terminal takes. */
	readonly drain?: number;
	/** For Node itself. */
	readonly nodeOptions?: readonly string[];
	/** Of the terminal; 45 unless told. */
	readonly height?: number;
	/** Flags for the program. */
	readonly argv?: readonly string[];
};

const pressMilliseconds = 33;

/** The built program, exploring what a feed serves. */
export function openDeplog(
	apiUrl: string,
	{nodeOptions = [], argv = [], ...options}: PtyOptions = {},
): Pty {
	return openPty(
		process.execPath,
		[
			...nodeOptions,
			path.join(import.meta.dirname, '../../dist/cli.js'),
			'storefront-7f3k2m',
			'--api-url',
			apiUrl,
			...argv,
		],
		options,
	);
}

export function openPty(
	program: string,
	argv: readonly string[],
	{drain, height = rows}: PtyOptions = {},
): Pty {
	const {PATH: programs = '', HOME: home = ''} = process.env;
	const child = spawn(program, [...argv], {
		cols: columns,
		rows: height,
		name: 'xterm-256color',
		env: Object.fromEntries([
			['PATH', programs],
			['HOME', home],
			['LANG', 'C.UTF-8'],
			['TERM', 'xterm-256color'],
			['TZ', 'UTC'],
		]),
	});
	const terminal = createVirtualTerminal(columns, height);
	let byteCount = 0;
	let writing: Promise<void> = Promise.resolve();
	child.onData((text) => {
		const length = Buffer.byteLength(text);
		byteCount += length;
		writing = terminal.write(text);
		if (drain !== undefined) {
			child.pause();
			setTimeout(
				() => {
					child.resume();
				},
				(length / drain) * 1000,
			);
		}
	});
	const screen = async () => {
		await writing;
		return terminal.text().join('\n');
	};

	return {
		pid: child.pid,
		byteCount: () => byteCount,
		screen,
		async shows(text) {
			await until(async () => text.test(await screen()));
		},
		async press(key, count = 1, milliseconds = pressMilliseconds) {
			for (let index = 0; index < count; index++) {
				child.write(key);
				// eslint-disable-next-line no-await-in-loop -- One key after the other.
				await sleep(milliseconds);
			}
		},
		[Symbol.dispose]() {
			try {
				child.kill('SIGKILL');
			} catch {
				// It has ended already.
			}
		},
	};
}

/** The first line in which a program tells its version; nothing where it is not installed. */
export function versionOf(program: string): string | undefined {
	const {stdout, status} = spawnSync(program, ['--version'], {
		encoding: 'utf8',
	});
	return status === 0 ? stdout.split('\n')[0] : undefined;
}

/** Seconds of a processor that the process has taken, all its threads together. */
export function processorSeconds(pid: number): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /v, '')
		.split(' ');
	return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** How often its first thread has gone to sleep of itself: each timer wakes it. */
export function sleepCount(pid: number): number {
	const status = readFileSync(`/proc/${pid}/task/${pid}/status`, 'utf8');
	return Number(
		/^voluntary_ctxt_switches:\s*(?<count>\d+)$/mv.exec(status)?.groups?.[
			'count'
		],
	);
}
