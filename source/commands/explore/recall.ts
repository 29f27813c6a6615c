import {findStateFile, StateFile} from '../../config/state-file.ts';
import {withoutTokens} from '../../log/token.ts';
import {type Store} from '../../store/create-store.ts';

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
export function recallColumns(
	store: Store,
	apiUrl: URL,
	file: string | undefined = findStateFile('columns'),
): void {
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
