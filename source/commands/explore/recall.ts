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
import {withoutTokens} from '../../log/token.ts';
import {type Store} from '../../store/create-store.ts';
import {errorCode} from '../../base/error-code.ts';
import {userFolder} from '../../config/folders.ts';
import {takeLock} from '../../config/lock-file.ts';

/** What was typed at the text prompt in earlier runs, the newest first. */
export type TextHistory = {
	readonly read: () => Promise<readonly string[]>;
	/** Adds a text, unless it holds a token. */
	readonly add: (text: string) => Promise<void>;
};

/** Keeps the texts that are searched for from one run to the next. */
export function createTextHistory({
	token,
	file = findStateFile('texts'),
}: {
	readonly token?: string;
	readonly file?: string | undefined;
}): TextHistory {
	const state =
		file === undefined
			? undefined
			: new StateFile(file, (value) =>
					typeof value === 'string' ? value : undefined,
				);
	return {
		async read() {
			const texts = (await state?.read()) ?? [];
			return texts.filter((text) => text !== '').slice(0, mostTexts);
		},
		async add(text) {
			const isSecret = withoutTokens(text, token) !== text;
			if (text === '' || text.length > mostCharacters || isSecret) {
				return;
			}

			await state?.change((texts) =>
				[
					text,
					...texts.filter((other) => other !== text && other !== ''),
				].slice(0, mostTexts),
			);
		},
	};
}

const mostTexts = 200;
const mostCharacters = 1000;

/** Puts the fields in columns that were in columns when the app was shown last, and remembers those that are chosen from one run to the next. */
export function recallColumns(store: Store, apiUrl: URL): void {
	const file = findStateFile('columns');
	if (file === undefined) {
		return;
	}

	const state = new StateFile(file, readColumns);
	let app: string | undefined;
	let isChosen = false;
	store.subscribe(({kind}) => {
		const {details, screen} = store.get();
		const id = details.deployment?.projectId;
		if (app === undefined && id !== undefined && id !== '') {
			app = `${apiUrl.host}/${id}`;
			void recall(app);
		}

		if (kind === 'fields') {
			isChosen = true;
			if (app !== undefined) {
				void remember(app, screen.fields);
			}
		}
	});

	async function recall(key: string) {
		const known = new Map(await state.read());
		const names = known.get(key) ?? [];
		if (!isChosen && names.length > 0) {
			store.dispatch({kind: 'fields', names});
		}
	}

	async function remember(key: string, names: readonly string[]) {
		await state.change((known) =>
			[
				[key, names.slice(0, mostColumns)] as const,
				...known.filter(([other]) => other !== key),
			].slice(0, mostApps),
		);
	}
}

const mostApps = 200;
const mostColumns = 50;

/** The names of fields that an app has in columns. */
type Columns = readonly [app: string, names: readonly string[]];

function readColumns(value: unknown): Columns | undefined {
	const [app, names] = isList(value) ? value : [];
	return typeof app === 'string' && isList(names)
		? [app, names.filter((name) => typeof name === 'string')]
		: undefined;
}

function isList(value: unknown): value is readonly unknown[] {
	return Array.isArray(value);
}

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
function findStateFile(name: string): string | undefined {
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
