import {mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {userFolder} from '../../config/user-folder.ts';
import {withoutTokens} from '../../log/token.ts';

/** What was typed at the text prompt in earlier runs: a JSON string a line, the newest first, in a file of the user's alone. Where it cannot be read or written, nothing is recalled, and nothing is said. */
export type TextHistory = {
	readonly read: () => Promise<readonly string[]>;
	/** Adds a text, unless it holds a token. */
	readonly add: (text: string) => Promise<void>;
};

const mostTexts = 200;
const mostCharacters = 1000;
const mostFileCharacters = 1_000_000;

export function createTextHistory({
	token,
	file = path.join(userFolder('XDG_STATE_HOME', process.env), 'texts'),
}: {
	readonly token?: string;
	readonly file?: string;
}): TextHistory {
	const read = async () => {
		try {
			const content = await readFile(file, 'utf8');
			return content.length > mostFileCharacters ? [] : parse(content);
		} catch {
			return [];
		}
	};

	const write = async (text: string) => {
		// Another deplog may have added some meanwhile.
		const known = await read();
		const lines = [text, ...known.filter((other) => other !== text)]
			.slice(0, mostTexts)
			.map((line) => `${JSON.stringify(line)}\n`);
		const fresh = `${file}.${process.pid}`;
		try {
			await mkdir(path.dirname(file), {recursive: true, mode: 0o700});
			await writeFile(fresh, lines.join(''), {mode: 0o600});
			await rename(fresh, file);
		} catch {
			await rm(fresh, {force: true}).catch(() => undefined);
		}
	};

	let last: Promise<unknown> = Promise.resolve();
	return {
		read,
		async add(text) {
			const isSecret = withoutTokens(text, token) !== text;
			if (text === '' || text.length > mostCharacters || isSecret) {
				return;
			}

			last = last.then(async () => write(text));
			await last;
		},
	};
}

/** Lines that are no text are left out. */
function parse(content: string): readonly string[] {
	return content
		.split('\n')
		.flatMap((line) => {
			try {
				const text: unknown = JSON.parse(line);
				return typeof text === 'string' && text !== '' ? [text] : [];
			} catch {
				return [];
			}
		})
		.slice(0, mostTexts);
}
