import {
	mkdir,
	readFile,
	realpath,
	rename,
	rm,
	stat,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {errorCode} from '../base/error-code.ts';
import {userFolder} from './folders.ts';
import {takeLock} from './lock-file.ts';

/** What deplog remembers from one run to the next: values of JSON, one a line, in a file of the user's alone that all deplogs which run share. Where it cannot be read or written, nothing is remembered, and nothing is said. */
export class StateFile<Value> {
	readonly #file: string;
	readonly #readValue: (value: unknown) => Value | undefined;
	#last: Promise<void> = Promise.resolve();

	/** `readValue` gives nothing for what is no such value. */
	constructor(file: string, readValue: (value: unknown) => Value | undefined) {
		this.#file = file;
		this.#readValue = readValue;
	}

	async read(): Promise<readonly Value[]> {
		const {values} = await this.#readContent(this.#file);
		return values;
	}

	/** Writes what `change` makes of the values, one change after the other. */
	async change(
		change: (values: readonly Value[]) => readonly Value[],
	): Promise<void> {
		this.#last = this.#last.then(async () => {
			try {
				await mkdir(path.dirname(this.#file), {recursive: true, mode: 0o700});
				// It may be a link to a place where its owner keeps such files.
				const file = await realpath(this.#file).catch(() => this.#file);
				await this.#changeLocked(file, change);
			} catch {
				// Then it is not remembered.
			}
		});
		await this.#last;
	}

	async #changeLocked(
		file: string,
		change: (values: readonly Value[]) => readonly Value[],
	) {
		const release = await takeLock(`${file}.lock`, {
			patience: 2000,
			longest: 1000,
		});
		try {
			const {values, isWhole} = await this.#readContent(file);
			if (!isWhole) {
				await rename(file, await freeName(`${file}.unread`));
			}

			await replace(
				file,
				change(values)
					.map((value) => `${JSON.stringify(value)}\n`)
					.join(''),
			);
		} finally {
			release();
		}
	}

	async #readContent(file: string): Promise<Content<Value>> {
		try {
			const {size} = await stat(file);
			return size > mostFileBytes
				? {values: [], isWhole: false}
				: this.#parse(await readFile(file, 'utf8'));
		} catch (error) {
			return {values: [], isWhole: errorCode(error) === 'ENOENT'};
		}
	}

	/** Lines that hold no value are left out. */
	#parse(content: string): Content<Value> {
		const lines = content.split('\n').filter((line) => line !== '');
		const values = lines.flatMap((line) => {
			try {
				const value = this.#readValue(JSON.parse(line));
				return value === undefined ? [] : [value];
			} catch {
				return [];
			}
		});
		return {values, isWhole: values.length === lines.length};
	}
}

type Content<Value> = {
	readonly values: readonly Value[];
	/** Whether no part of the file was something else, which to overwrite would lose it. */
	readonly isWhole: boolean;
};

const mostFileBytes = 1_000_000;

/** Where a state file of that name is; nothing where the user has no home. */
export function findStateFile(name: string): string | undefined {
	const folder = userFolder('XDG_STATE_HOME', process.env);
	return folder === undefined ? undefined : path.join(folder, name);
}

async function freeName(name: string): Promise<string> {
	for (let count = 1; ; count++) {
		const numbered = `${name}-${count}`;
		try {
			// eslint-disable-next-line no-await-in-loop -- One after the other, until one is free.
			await stat(numbered);
		} catch {
			return numbered;
		}
	}
}

async function replace(file: string, content: string): Promise<void> {
	const fresh = `${file}.${process.pid}`;
	try {
		await writeFile(fresh, content, {mode: 0o600});
		await rename(fresh, file);
	} catch (error) {
		await rm(fresh, {force: true});
		throw error;
	}
}
