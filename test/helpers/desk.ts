import {Buffer} from 'node:buffer';
import {expect, vi} from 'vitest';
import {createFeed} from '../../source/feeds/create-feed.ts';
import {createQuery} from '../../source/log/query.ts';
import {type ApiServer, startServer} from '../../source/server/wire/server.ts';
import {type ServedDeployment} from '../../source/server/given/served-deployment.ts';
import {startSession} from '../../source/session/session.ts';
import {createMeasures} from '../../source/ui/app-logs/list-words.ts';
import {
	createState,
	createStore,
	type Store,
} from '../../source/store/create-store.ts';
import {type TakenBatches} from '../../source/ui/take/contents.ts';
import {createVirtualTerminal} from './terminal-cells.ts';
import {showUiOnScreen} from './ui-on-screen.ts';
import {settingAt} from './whole-ui.ts';

/** The whole program but for its process before a reader, on a server: what is pressed is counted. */
export type Desk = {
	readonly server: ApiServer;
	readonly store: Store;
	/** Presses keys, each of one byte, and counts them. */
	readonly press: (keys: string) => void;
	/** How many keys were pressed. */
	readonly keyCount: () => number;
	/** The screen as text. */
	readonly screen: () => Promise<string>;
	/** Waits until the screen matches. */
	readonly shows: (text: string | RegExp) => Promise<void>;
	readonly resize: (columns: number, rows: number) => void;
	/** The bytes that were written since the last time. */
	readonly bytes: () => Promise<number>;
	/** What was saved, opened and copied last. */
	readonly taken: {
		readonly saved: readonly string[];
		readonly opened: readonly string[];
		readonly copied: string;
	};
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const patience = {timeout: 8000, interval: 10};

export async function openDesk(
	deployments: readonly ServedDeployment[],
	{
		columns = 160,
		rows = 45,
		limit = 100_000,
		query = createQuery(),
		isV2 = false,
	} = {},
): Promise<Desk> {
	const server = await startServer({deployments});
	const [deployment] = deployments;
	const id = deployment?.id ?? '';
	const feed = createFeed({
		apiUrl: new URL(isV2 ? server.url.replace(/v1$/v, 'v2') : server.url),
		deploymentId: id,
	});
	const store = createStore(
		createState({
			traits: feed.traits,
			query,
			limit,
			measures: createMeasures(),
			columns,
			rows,
		}),
	);
	const taken: {saved: string[]; opened: string[]; copied: string} = {
		saved: [],
		opened: [],
		copied: '',
	};
	const ui = showUiOnScreen(
		store,
		{...settingAt(() => Date.now() * 1000), deploymentId: id},
		{
			async copy(text) {
				taken.copied = text;
				return {words: 'on the clipboard', short: 'clipboard'};
			},
			async save(path, batches) {
				taken.saved = messagesOf(batches);
				return {kind: 'saved', path, count: taken.saved.length};
			},
			async open(batches) {
				taken.opened = messagesOf(batches);
			},
		},
	);
	const session = startSession({store, feed});
	const terminal = createVirtualTerminal(columns, rows);
	let count = 0;
	const screen = async () => {
		await terminal.write(ui.take());
		return terminal.text().join('\n');
	};

	return {
		server,
		store,
		press(keys) {
			count += keys.length;
			ui.type(keys);
		},
		keyCount: () => count,
		screen,
		async shows(text) {
			await vi.waitFor(async () => {
				expect(await screen()).toMatch(text);
			}, patience);
		},
		resize(newColumns, newRows) {
			terminal.resize(newColumns, newRows);
			ui.resize(newColumns, newRows);
		},
		async bytes() {
			const written = ui.take();
			await terminal.write(written);
			return Buffer.byteLength(written);
		},
		taken,
		async [Symbol.asyncDispose]() {
			session.stop();
			ui.close();
			await server.close();
		},
	};
}

function messagesOf(batches: TakenBatches): string[] {
	return [...batches].flat().map(({message}) => message.trimEnd());
}
