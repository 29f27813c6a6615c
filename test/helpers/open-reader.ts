import {expect, vi} from 'vitest';
import {
	type Fault,
	type RequestRecord,
} from '../../source/server/faults/faults.ts';
import {
	createDeployment,
	type GivenDeployment,
	type GivenDeploymentOptions,
} from '../../source/server/given/given-deployment.ts';
import {type ApiServer, startServer} from '../../source/server/wire/server.ts';
import {type DeplogTerminal, openDeplog} from './deplog-terminal.ts';

/** The built program before a reader, and the server that it asks. */
export type Reader = DeplogTerminal & {
	readonly server: ApiServer;
	readonly deployment: GivenDeployment;
	/** The requests of a kind, oldest first. */
	readonly requests: (
		route: RequestRecord['route'],
	) => readonly RequestRecord[];
	/** Waits until the newest live request has just these parameters, is the only one that is open, and all before it were aborted. */
	readonly streams: (parameters: Record<string, string>) => Promise<void>;
	/** Waits until a request for past entries came with at least these parameters. */
	readonly asks: (parameters: Record<string, unknown>) => Promise<void>;
	/** The row of the screen on which the selected entry stands, and what is on it. */
	readonly selected: () => Promise<{
		readonly row: number;
		readonly text: string;
	}>;
	/** Waits until that row says so. */
	readonly selects: (text: string | RegExp, row?: number) => Promise<void>;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const patience = {timeout: 20_000, interval: 20};

export async function openReader({
	columns,
	rows,
	argv = [],
	environment,
	token,
	apiUrl,
	faults = [],
	...given
}: GivenDeploymentOptions & {
	readonly columns?: number;
	readonly rows?: number;
	readonly argv?: readonly string[];
	readonly environment?: Readonly<Record<string, string>>;
	readonly token?: string;
	/** Another address than the server's. */
	readonly apiUrl?: string;
	/** In force from the first request on. */
	readonly faults?: readonly Fault[];
} = {}): Promise<Reader> {
	const deployment = createDeployment(given);
	const server = await startServer({deployments: [deployment], token});
	for (const fault of faults) {
		server.faults.add(fault);
	}

	const deplog = openDeplog(
		[deployment.id, '--api-url', apiUrl ?? server.url, ...argv],
		{
			columns,
			rows,
			environment,
		},
	);
	const requests = (route: RequestRecord['route']) =>
		server.requests.filter((request) => request.route === route);
	const selected = async () => {
		const screen = await deplog.screen();
		const lines = screen.split('\n');
		const row = lines.findIndex((line) => line.startsWith('▌'));
		return {row, text: lines[row] ?? ''};
	};

	return {
		...deplog,
		server,
		deployment,
		requests,
		async streams(parameters) {
			await vi.waitFor(() => {
				const live = requests('live');
				expect(live.at(-1)?.parameters).toEqual(parameters);
				expect(live.map(({state}) => state)).toEqual([
					...live.slice(1).map(() => 'aborted'),
					'open',
				]);
				expect(server.openLiveCount).toBe(1);
			}, patience);
		},
		async asks(parameters) {
			await vi.waitFor(() => {
				expect(requests('past').map((request) => request.parameters)).toEqual(
					expect.arrayContaining([expect.objectContaining(parameters)]),
				);
			}, patience);
		},
		selected,
		async selects(text, row) {
			await vi.waitFor(async () => {
				const found = await selected();
				expect(found.text).toMatch(text);
				if (row !== undefined) {
					expect(found.row).toBe(row);
				}
			}, patience);
		},
		async [Symbol.asyncDispose]() {
			deplog[Symbol.dispose]();
			await deplog.exitCode;
			await server.close();
		},
	};
}
