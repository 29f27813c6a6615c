import {
	type Project,
	type ServedDeployment,
} from '../given/served-deployment.ts';
import {
	type Faults,
	type OpenRecord,
	type RequestRecord,
} from '../faults/faults.ts';
import {Problem} from './answer.ts';

/** What there is to be asked for. */
export type Catalogue = {
	readonly deployments: readonly ServedDeployment[];
	readonly projects: readonly Project[];
};

/** Version 2's word for a project. */
export type App = {
	readonly id: string;
	readonly slug: string;
	readonly createdAt: string;
	readonly updatedAt: string;
	/** Newest first. */
	readonly deployments: readonly ServedDeployment[];
};

/** Finds a deployment by its id; a `Problem` where there is none. */
export function findDeployment(
	id: string,
	{deployments}: Catalogue,
): ServedDeployment {
	const deployment = deployments.find((candidate) => candidate.id === id);
	if (!deployment) {
		throw new Problem(
			404,
			'deploymentNotFound',
			`There is no deployment ${JSON.stringify(id)}.`,
		);
	}

	return deployment;
}

/** Finds what version 2 calls a revision. An id begins with its project's name; the rest alone leads to it as well, as in a domain. */
export function findRevision(
	id: string,
	{deployments}: Catalogue,
): ServedDeployment {
	const revision =
		deployments.find((candidate) => candidate.id === id) ??
		deployments.find((candidate) => candidate.id.endsWith(`-${id}`));
	if (!revision) {
		throw new Problem(
			404,
			'revisionNotFound',
			`There is no revision ${JSON.stringify(id)}.`,
		);
	}

	return revision;
}

/** The projects as apps; a project that is known by its deployments alone is named after their ids. */
export function listApps({deployments, projects}: Catalogue): readonly App[] {
	const byProject = new Map<string, ServedDeployment[]>();
	for (const deployment of deployments) {
		const ofProject = byProject.get(deployment.projectId) ?? [];
		ofProject.push(deployment);
		byProject.set(deployment.projectId, ofProject);
	}

	return [...byProject].map(([id, ofProject]) => {
		const newestFirst = ofProject.toSorted((a, b) =>
			compareTexts(b.details().createdAt, a.details().createdAt),
		);
		const project = projects.find((candidate) => candidate.id === id);
		const createdAt =
			project?.createdAt ?? newestFirst.at(-1)?.details().createdAt ?? '';
		return {
			id,
			slug: project?.name ?? newestFirst[0]?.id.replace(/-[^\-]+$/v, '') ?? id,
			createdAt,
			updatedAt: newestFirst[0]?.details().updatedAt ?? createdAt,
			deployments: newestFirst,
		};
	});
}

export function findApp(idOrSlug: string, catalogue: Catalogue): App {
	const app = listApps(catalogue).find(
		({id, slug}) => id === idOrSlug || slug === idOrSlug,
	);
	if (!app) {
		throw new Problem(
			404,
			'appNotFound',
			`There is no app ${JSON.stringify(idOrSlug)}.`,
		);
	}

	return app;
}

export function compareTexts(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}

/** What the server has and knows, shared by all requests. */
export type Context = Catalogue & {
	/** Its slug, as in `X-Deno-Org`. */
	readonly organization: string;
	readonly token?: string;
	readonly clock: () => number;
	readonly requests: RequestLog;
	readonly faults: Faults;
	readonly manner: Manner;
	/** Hosts by which callers name this server; links lead back to the one that was named. */
	readonly isOwnHost: (host: string) => boolean;
	readonly stallMilliseconds: number;
};

/** How version 2 is spoken: as its documents say, or as it was seen live. */
export type Manner =
	| {readonly kind: 'documented'}
	| {
			readonly kind: 'live';
			/** Each so manieth request is answered with a proxy's 502 page. */
			readonly pageEvery?: number;
	  };

/** The last requests, within bounds. */
type RequestLog = {
	readonly records: readonly RequestRecord[];
	readonly openLiveCount: number;
	/** Numbers the request. */
	readonly add: (record: Omit<OpenRecord, 'id' | 'state'>) => OpenRecord;
	/** Says of all that is open that the server has cut it. */
	readonly cutAll: () => void;
	readonly close: (record: OpenRecord, state: OpenRecord['state']) => void;
};

const mostRecords = 10_000;
/** In characters of paths, parameters and headers: some 16 MiB. */
const mostText = 8_388_608;

/** Keeps what was requested, and how it ended, so that tests can look at it. */
export function createRequestLog(): RequestLog {
	const records: OpenRecord[] = [];
	const open = new Set<OpenRecord>();
	const sizes: number[] = [];
	let text = 0;
	let count = 0;
	return {
		records,
		get openLiveCount() {
			return [...open].filter(({route}) => route === 'live').length;
		},
		add(fields) {
			count++;
			const record: OpenRecord = {
				id: `embedded-${count}`,
				...fields,
				state: 'open',
			};
			const size = measureText(record);
			records.push(record);
			sizes.push(size);
			open.add(record);
			text += size;
			while (
				records.length > mostRecords ||
				(text > mostText && records.length > 1)
			) {
				records.shift();
				text -= sizes.shift() ?? 0;
			}

			return record;
		},
		cutAll() {
			for (const record of open) {
				record.state = 'cut';
			}

			open.clear();
		},
		close(record, state) {
			if (record.state === 'open') {
				record.state = state;
			}

			open.delete(record);
		},
	};
}

function measureText({path, parameters, headers}: OpenRecord) {
	return JSON.stringify([path, parameters, headers]).length;
}
