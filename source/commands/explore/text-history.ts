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
import {userFolder} from '../../config/folders.ts';
import {withoutTokens} from '../../log/token.ts';
import {errorCode} from '../../base/error-code.ts';
import {withLock} from './with-lock.ts';

/** What was typed at the text prompt in earlier runs: a JSON string a line, the newest first, in a file of the user's alone, which all deplogs that run share. Where it cannot be read or written, nothing is recalled, and nothing is said. */
export type TextHistory = {
	readonly read: () => Promise<readonly string[]>;
	/** Adds a text, unless it holds a token. */
	readonly add: (text: string) => Promise<void>;
};

const mostTexts = 200;
const mostCharacters = 1000;
const mostFileBytes = 1_000_000;

export function createTextHistory({
	token,
	file = ownFile(),
}: {
	readonly token?: string;
	readonly file?: string | undefined;
}): TextHistory {
	let last: Promise<unknown> = Promise.resolve();
	return {
		async read() {
			const content = file === undefined ? undefined : await readContent(file);
			return content?.texts ?? [];
		},
		async add(text) {
			const isSecret = withoutTokens(text, token) !== text;
			if (
				file === undefined ||
				text === '' ||
				text.length > mostCharacters ||
				isSecret
			) {
				return;
			}

			last = last.then(async () => addText(file, text));
			await last;
		},
	};
}

function ownFile(): string | undefined {
	const folder = userFolder('XDG_STATE_HOME', process.env);
	return folder === undefined ? undefined : path.join(folder, 'texts');
}

async function addText(link: string, text: string): Promise<void> {
	try {
		await mkdir(path.dirname(link), {recursive: true, mode: 0o700});
		// It may be a link to a place where its owner keeps such files.
		const file = await realpath(link).catch(() => link);
		await withLock(`${file}.lock`, async () => {
			const {texts, isWhole} = await readContent(file);
			if (!isWhole) {
				await rename(file, await freeName(`${file}.unread`));
			}

			await replace(
				file,
				[text, ...texts.filter((other) => other !== text)]
					.slice(0, mostTexts)
					.map((line) => `${JSON.stringify(line)}\n`)
					.join(''),
			);
		});
	} catch {
		// Then it is not recalled.
	}
}

type Content = {
	readonly texts: readonly string[];
	/** Whether no part of the file was something else, which to overwrite would lose it. */
	readonly isWhole: boolean;
};

async function readContent(file: string): Promise<Content> {
	try {
		const {size} = await stat(file);
		return size > mostFileBytes
			? {texts: [], isWhole: false}
			: parse(await readFile(file, 'utf8'));
	} catch (error) {
		return {texts: [], isWhole: errorCode(error) === 'ENOENT'};
	}
}

/** Lines that are no text are left out. */
function parse(content: string): Content {
	const lines = content.split('\n').filter((line) => line !== '');
	const texts = lines.flatMap((line) => {
		try {
			const text: unknown = JSON.parse(line);
			return typeof text === 'string' ? [text] : [];
		} catch {
			return [];
		}
	});
	return {
		texts: texts.filter((text) => text !== '').slice(0, mostTexts),
		isWhole: texts.length === lines.length,
	};
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
