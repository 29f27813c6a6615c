import {
	mkdir,
	readFile,
	realpath,
	rename,
	stat,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {userFolder} from '../../config/folders.ts';
import {type Store} from '../../store/create-store.ts';
import {withLock} from './with-lock.ts';

const mostFileBytes = 1_000_000;
const mostApps = 200;
const mostColumns = 50;

/** Puts the fields in columns that were in columns when the app was shown last, and remembers those that are chosen: names of fields by app, in a file of the user's alone. Where it cannot be read or written, nothing is recalled, and nothing is said. */
export function recallColumns(
	store: Store,
	apiUrl: URL,
	file: string | undefined = ownFile(),
): void {
	if (file === undefined) {
		return;
	}

	let last: Promise<unknown> = Promise.resolve();
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
				const key = app;
				last = last.then(async () => remember(file, key, screen.fields));
			}
		}
	});

	async function recall(key: string) {
		const known = await read(file ?? '');
		const names = known.get(key) ?? [];
		if (!isChosen && names.length > 0) {
			store.dispatch({kind: 'fields', names});
		}
	}
}

function ownFile(): string | undefined {
	const folder = userFolder('XDG_STATE_HOME', process.env);
	return folder === undefined ? undefined : path.join(folder, 'columns');
}

async function remember(
	link: string,
	app: string,
	names: readonly string[],
): Promise<void> {
	try {
		await mkdir(path.dirname(link), {recursive: true, mode: 0o700});
		// It may be a link to a place where its owner keeps such files.
		const file = await realpath(link).catch(() => link);
		await withLock(`${file}.lock`, async () => {
			const known = await read(file);
			known.delete(app);
			const all = [[app, names.slice(0, mostColumns)] as const, ...known].slice(
				0,
				mostApps,
			);
			const fresh = `${file}.${process.pid}`;
			await writeFile(
				fresh,
				all.map((one) => `${JSON.stringify(one)}\n`).join(''),
				{mode: 0o600},
			);
			await rename(fresh, file);
		});
	} catch {
		// Then it is not recalled.
	}
}

/** What is no line of ours is left out. */
async function read(file: string): Promise<Map<string, readonly string[]>> {
	const known = new Map<string, readonly string[]>();
	try {
		const {size} = await stat(file);
		const content = size > mostFileBytes ? '' : await readFile(file, 'utf8');
		for (const line of content.split('\n')) {
			const [app, names] = parse(line);
			if (app !== undefined) {
				known.set(app, names);
			}
		}
	} catch {
		// Then nothing is recalled.
	}

	return known;
}

function parse(
	line: string,
): readonly [app: string | undefined, names: readonly string[]] {
	try {
		const value: unknown = JSON.parse(line);
		const [app, names] = isList(value) ? value : [];
		return typeof app === 'string' && isList(names)
			? [app, names.filter((name) => typeof name === 'string')]
			: [undefined, []];
	} catch {
		return [undefined, []];
	}
}

function isList(value: unknown): value is readonly unknown[] {
	return Array.isArray(value);
}
