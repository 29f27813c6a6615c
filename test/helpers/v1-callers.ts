import Subhosting from 'subhosting';

export type WireEntry = {
	readonly time: string;
	readonly level: string;
	readonly message: string;
	readonly region: string;
};

export type Parameters = Readonly<Record<string, string | number>>;

/** A program that calls version 1 of the API, whatever it is made of. */
export type Caller = {
	readonly name: string;
	readonly details: (id: string) => Promise<unknown>;
	readonly buildLog: (id: string) => Promise<readonly unknown[]>;
	/** One page of the past, and the cursor of its `Link` header. */
	readonly page: (
		id: string,
		parameters: Parameters,
	) => Promise<{entries: readonly WireEntry[]; cursor?: string}>;
	/** The status with which a request is refused. */
	readonly refusal: (id: string, parameters?: Parameters) => Promise<number>;
};

export type Access = {readonly url: string; readonly token: string};

/** A caller without any client: `fetch`. */
export function plainCaller({url, token}: Access): Caller {
	const request = async (path: string, parameters: Parameters = {}) => {
		const address = new URL(`${url}${path}`);
		for (const [name, value] of Object.entries(parameters)) {
			address.searchParams.set(name, String(value));
		}

		return fetch(address, {headers: {authorization: `Bearer ${token}`}});
	};

	const value = async <Value>(path: string): Promise<Value> => {
		const response = await request(path);
		return readJson<Value>(response);
	};

	return {
		name: 'plain HTTP',
		details: async (id) => value<unknown>(`/deployments/${id}`),
		buildLog: async (id) =>
			value<readonly unknown[]>(`/deployments/${id}/build_logs`),
		async page(id, parameters) {
			const response = await request(`/deployments/${id}/app_logs`, parameters);
			const entries: readonly WireEntry[] = await readJson(response);
			return {entries, cursor: nextCursor(response.headers.get('link') ?? '')};
		},
		async refusal(id, parameters) {
			const response = await request(
				parameters ? `/deployments/${id}/app_logs` : `/deployments/${id}`,
				parameters,
			);
			await response.body?.cancel();
			return response.status;
		},
	};
}

/** The official client of version 1. */
export function officialCaller({url, token}: Access): Caller {
	const client = new Subhosting({
		// eslint-disable-next-line @typescript-eslint/naming-convention -- Its name, not ours.
		baseURL: url,
		bearerToken: token,
		maxRetries: 0,
	});
	const {deployments} = client;
	return {
		name: 'npm’s subhosting',
		details: async (id) => deployments.get(id),
		buildLog: async (id) => deployments.buildLogs.get(id),
		async page(id, parameters) {
			// Its types know one level and one region only, so the parameters go past them.
			const {data, response} = await deployments.appLogs
				.get(id, {}, {query: {...parameters}})
				.withResponse();
			return {
				entries: data,
				cursor: nextCursor(response.headers.get('link') ?? ''),
			};
		},
		async refusal(id, parameters) {
			try {
				await (parameters
					? deployments.appLogs.get(id, {}, {query: {...parameters}})
					: deployments.get(id));
				return 200;
			} catch (error) {
				if (error instanceof Subhosting.APIError && error.status) {
					return error.status;
				}

				throw error;
			}
		},
	};
}

function nextCursor(link: string): string | undefined {
	const address = /<([^>]+)>;\s*rel="?next"?/v.exec(link)?.[1];
	return address === undefined
		? undefined
		: (new URL(address).searchParams.get('cursor') ?? undefined);
}

/** The body as what the caller takes it for; the tests look whether it is that. */
export async function readJson<Value>(response: Response): Promise<Value> {
	// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- The tests are the check.
	return response.json() as Promise<Value>;
}
