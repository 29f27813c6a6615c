import {afterEach, beforeEach} from 'vitest';
import {
	type ApiServer,
	type ServerOptions,
	startServer,
} from '../../source/server/wire/server.ts';

/** The server of the test that runs. */
export type ServedEach = Pick<
	ApiServer,
	'url' | 'requests' | 'openLiveCount' | 'faults'
>;

/** Starts a server of its own for each test of a file, and closes it after it. */
export function serveEach(
	getDeployments: () => ServerOptions['deployments'],
): ServedEach {
	let server: ApiServer | undefined;
	const running = () => {
		if (server === undefined) {
			throw new Error('The server runs during tests only.');
		}

		return server;
	};

	beforeEach(async () => {
		server = await startServer({deployments: getDeployments()});
	});
	afterEach(async () => {
		await server?.close();
		server = undefined;
	});
	return {
		get url() {
			return running().url;
		},
		get requests() {
			return running().requests;
		},
		get openLiveCount() {
			return running().openLiveCount;
		},
		get faults() {
			return running().faults;
		},
	};
}
