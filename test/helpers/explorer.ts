import {v1Traits, createV1Feed} from '../../source/feeds/v1/v1.ts';
import {type Clock} from '../../source/feeds/clock.ts';
import {type Timeouts} from '../../source/feeds/http/exchange.ts';
import {type Entry} from '../../source/log/entry.ts';
import {createQuery, type Query} from '../../source/log/query.ts';
import {type Fault} from '../../source/server/faults/faults.ts';
import {startServer, type ApiServer} from '../../source/server/wire/server.ts';
import {
	createDeployment,
	type GivenDeployment,
	type GivenDeploymentOptions,
} from '../../source/server/given/given-deployment.ts';
import {startSession} from '../../source/session/session.ts';
import {createState} from '../../source/store/create-state.ts';
import {createStore, type Store} from '../../source/store/create-store.ts';
import {type Logs} from '../../source/store/logs.ts';

/** A reader without a screen: the store and the session on a real server. */
export type Explorer = {
	readonly server: ApiServer;
	readonly deployment: GivenDeployment;
	readonly store: Store;
	/** Messages of the entries on the list, oldest first. */
	readonly messages: () => string[];
	/** Parameters of the requests of a kind, oldest first. */
	readonly asked: (route: 'live' | 'past') => Array<Record<string, string>>;
	[Symbol.asyncDispose]: () => Promise<void>;
};

export async function startExplorer({
	query = createQuery(),
	limit = 100_000,
	timeouts,
	readerClock,
	faults = [],
	...given
}: GivenDeploymentOptions & {
	readonly query?: Query;
	readonly limit?: number;
	readonly timeouts?: Partial<Timeouts>;
	readonly readerClock?: Clock;
	/** In force from the first request on. */
	readonly faults?: readonly Fault[];
} = {}): Promise<Explorer> {
	const deployment = createDeployment(given);
	const server = await startServer({deployments: [deployment]});
	for (const fault of faults) {
		server.faults.add(fault);
	}

	const store = createStore(
		createState({traits: v1Traits, query, limit, columns: 80, rows: 24}),
	);
	store.dispatch({kind: 'list-height', height: 10});
	const session = startSession({
		store,
		...(readerClock !== undefined && {clock: readerClock}),
		feed: createV1Feed({
			apiUrl: new URL(server.url),
			deploymentId: deployment.id,
			...(timeouts !== undefined && {timeouts}),
		}),
	});
	return {
		server,
		deployment,
		store,
		messages: () =>
			shownEntries(store.get().logs).map(({message}) => message.trimEnd()),
		asked: (route) =>
			server.requests
				.filter((request) => request.route === route)
				.map(({parameters}) => parameters),
		async [Symbol.asyncDispose]() {
			session.stop();
			await server.close();
		},
	};
}

export function shownEntries({view, buffer}: Logs): Entry[] {
	const entries: Entry[] = [];
	view.run(() => true);
	for (let spot = view.first(); spot !== undefined; spot = view.next(spot)) {
		const entry = buffer.entry(view.idAt(spot));
		if (entry !== undefined) {
			entries.push(entry);
		}
	}

	return entries;
}
