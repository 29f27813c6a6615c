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
import {
	createState,
	createStore,
	type Store,
} from '../../source/store/create-store.ts';
import {type Logs} from '../../source/store/logs.ts';
import {type Api, apis, connectTo} from './apis.ts';

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
	api = apis[0],
	...given
}: GivenDeploymentOptions & {
	readonly query?: Query;
	readonly limit?: number;
	readonly timeouts?: Partial<Timeouts>;
	readonly readerClock?: Clock;
	readonly api?: Api | undefined;
	/** In force from the first request on. */
	readonly faults?: readonly Fault[];
} = {}): Promise<Explorer> {
	const deployment = createDeployment(given);
	if (api === undefined) {
		throw new Error('There is an API.');
	}

	const server = await startServer({
		deployments: [deployment],
		manner: api.manner,
	});
	for (const fault of faults) {
		server.faults.add(fault);
	}

	const feed = connectTo(api, server, {
		deploymentId: deployment.id,
		...(timeouts !== undefined && {timeouts}),
	});
	const store = createStore(
		createState({traits: feed.traits, query, limit, columns: 80, rows: 24}),
	);
	store.dispatch({kind: 'list-height', height: 10});
	const session = startSession({
		store,
		...(readerClock !== undefined && {clock: readerClock}),
		feed,
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
