import {findStateFile, StateFile} from '../../config/state-file.ts';
import {type Store} from '../../store/create-store.ts';

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
