import {type Deployment, isSettled, type Stage} from '../../log/deployment.ts';
import {type Micros, contentKey, type EntryBatch} from '../../log/entry.ts';
import {type Filter} from '../../log/query.ts';
import {EntryColumns} from '../../log/entry-columns.ts';
import {type Answer, type Feed} from '../feed.ts';
import {timeBounds} from '../bound-times.ts';
import {ApiError} from '../errors.ts';
import {type TokenSource, sendLive} from '../http/request.ts';
import {ServerClock} from '../server-clock.ts';
import {quietOnAbort} from '../signals.ts';
import {watchEntries} from '../watchdog.ts';
import {defaultTimeouts, type Timeouts} from '../http/exchange.ts';
import {parseJson} from '../json/json-value.ts';
import {contentLines} from '../sse/event-lines.ts';
import {decodeBuildLog, decodeRevision, decodeProgress} from './decode.ts';
import {findApp, lookForApp, createRevisionLists, listApps} from './lists.ts';
import {readLiveLogs, readLogsPage} from './read-logs.ts';
import {readPage, createWindowSize, type WindowSize} from './read-page.ts';
import {createV2Api, v2Traits, liveUrl, pastUrl} from './v2-api.ts';

/** Deno Deploy's v2 REST API, for one revision of an app. */
export function createV2Feed({
	apiUrl,
	token,
	tokenSource,
	org,
	app: givenApp,
	deploymentId,
	timeouts: givenTimeouts,
	now,
}: V2Options): Feed {
	const timeouts = {...defaultTimeouts, ...givenTimeouts};
	const serverClock = new ServerClock(now);
	const api = createV2Api({
		apiUrl,
		token,
		tokenSource,
		org,
		timeouts,
		clock: serverClock,
	});
	const replays = createReplayFilter(serverClock);
	const sizes = new Map<string, WindowSize>();
	const listRevisions = createRevisionLists(api, () => serverClock.ours);
	const created = new Map<string, Micros>();
	let app = givenApp;
	let search: Promise<string> | undefined;

	/** Details, logs and pages are asked for at once: the app is looked for once, whoever of them goes. */
	const findOwnApp = async (revisionId: string): Promise<string> => {
		const {signal} = new AbortController();
		search ??= findApp(api, revisionId, signal);
		try {
			return await search;
		} finally {
			search = undefined;
		}
	};

	const addressOf = async (signal: AbortSignal, revisionId: string) => {
		app ??= await findOwnApp(revisionId);
		signal.throwIfAborted();
		return {root: api.root, app, revisionId};
	};

	const pathOf = (revisionId: string) =>
		`/revisions/${encodeURIComponent(revisionId)}`;

	const askDetails = async (
		revisionId: string,
		signal: AbortSignal,
	): Promise<Answer<Deployment>> => {
		const {app: known} = await addressOf(signal, revisionId);
		const answer = await api.ask(pathOf(revisionId), signal, (value) =>
			decodeRevision(value, known),
		);
		created.set(revisionId, answer.value.createdAt ?? 0);
		return answer;
	};

	const openLines = async (path: string, signal: AbortSignal) => {
		const answer = await api.send({
			url: new URL(`${api.root}${pathOf(deploymentId)}${path}`),
			accept: ndjson,
			isLive: true,
			signal,
		});
		return contentLines(answer, {secret: token});
	};

	/** Snapshots of the build's progress, until it ends. */
	const readProgress = async function* (
		signal: AbortSignal,
	): AsyncGenerator<readonly Stage[], void> {
		for await (const block of await openLines('/progress', signal)) {
			// The newest one says all.
			const line = new TextDecoder().decode(block).trim().split('\n').at(-1);
			const stages = decodeProgress(parseJson(line ?? ''));
			if (stages !== undefined) {
				yield stages;
			}
		}
	};

	return {
		traits: {...v2Traits, deployment: deploymentId},
		serverClock,

		async *details({signal}) {
			yield* quietOnAbort(signal, async function* () {
				let answer = await askDetails(deploymentId, signal);
				yield answer;
				let stages: readonly Stage[] | undefined;
				try {
					for await (stages of readProgress(signal)) {
						yield {...answer, value: {...answer.value, stages}};
					}
				} catch (error) {
					// The verdict does not depend on it.
					if (!(error instanceof ApiError)) {
						throw error;
					}
				}

				if (!isSettled(answer.value)) {
					answer = await askDetails(deploymentId, signal);
					yield {
						...answer,
						value: {...answer.value, ...(stages !== undefined && {stages})},
					};
				}
			});
		},

		deployments: listRevisions,
		projects: async (asked) => listApps(api, asked),
		...(givenApp === undefined && {
			async findProject(onWalk: () => void) {
				const {signal} = new AbortController();
				return lookForApp(api, deploymentId, {signal, onWalk});
			},
		}),

		async *buildLog({signal}) {
			yield* quietOnAbort(signal, async function* () {
				for await (const block of await openLines('/build_logs', signal)) {
					const batch = decodeBuildLog(block);
					if (batch.entries.length > 0 || batch.malformedCount > 0) {
						yield batch;
					}
				}
			});
		},

		async *liveEntries({filter, signal, onAccepted, onAlive}) {
			yield* quietOnAbort(signal, async function* () {
				const address = await addressOf(signal, deploymentId);
				const replay = replays.open(JSON.stringify(filter));
				const url = liveUrl(
					address,
					filter,
					replay.start ?? serverClock.span.from + second,
				);
				const answer = await sendLive(api.send, {
					url,
					accept: ndjson,
					signal,
					onAccepted,
					refusalTimeout: timeouts.refusal,
				});
				const batches = readLiveLogs(answer, {
					filter,
					clock: serverClock,
					secret: token,
					onComment() {
						onAlive?.();
					},
				});
				for await (const batch of batches) {
					const news = replay.drop(batch);
					if (news.entries.length > 0 || news.malformedCount > 0) {
						yield news;
					}
				}
			});
		},

		async pastEntries(request) {
			const {signal, filter} = request;
			const revisionId = request.deploymentId ?? deploymentId;
			const address = await addressOf(signal, revisionId);
			if (!created.has(revisionId)) {
				await askDetails(revisionId, signal);
			}

			const end = serverClock.span.to + second;
			return readPage(request, {
				async ask(span) {
					const url = pastUrl(address, filter, span);
					const watch = watchEntries(url, signal, timeouts.body);
					try {
						const answer = await api.send({
							url,
							accept: 'application/json',
							signal: watch.signal,
						});
						watch.hear();
						return await readLogsPage(answer, {
							url,
							clock: serverClock,
							isToNow: request.range.until === undefined,
							span: {from: span.start, to: span.end},
							onProgress: watch.hear,
						});
					} finally {
						watch.stop();
					}
				},
				floor: created.get(revisionId) ?? 0,
				now: end,
				size: sizeFor(sizes, filter, revisionId),
				...(request.onReached !== undefined && {
					onReached: request.onReached,
				}),
			});
		},
	};
}

export type V2Options = {
	/** With its version: `https://console.deno.com/api/v2`. */
	readonly apiUrl: URL;
	readonly token?: string | undefined;
	readonly tokenSource?: TokenSource | undefined;
	/** The organization's slug. */
	readonly org?: string | undefined;
	/** The app's slug or id; looked for where it is not known. */
	readonly app?: string | undefined;
	readonly deploymentId: string;
	readonly timeouts?: Partial<Timeouts>;
	/** The time of receipt, for entries without one of their own. */
	readonly now?: () => Micros;
};

const ndjson = 'application/x-ndjson';
/** A clock that tells seconds is up to one behind. */
const second: Micros = 1_000_000;

/** Those that the server finds differ in number by what it is asked. */
function sizeFor(
	sizes: Map<string, WindowSize>,
	{levels, text}: Filter,
	revisionId: string,
): WindowSize {
	const key = JSON.stringify([levels, text, revisionId]);
	const size = sizes.get(key) ?? createWindowSize();
	sizes.set(key, size);
	return size;
}

type Replay = {
	/** Where a stream is to begin: the time of the newest entry that the one before brought, if there was one. */
	readonly start: Micros | undefined;
	/** What a batch has beyond what the stream before brought. */
	readonly drop: (batch: EntryBatch<EntryColumns>) => EntryBatch<EntryColumns>;
};

/**
Tells what a live stream brings again from what is new.

A stream begins at an instant, that instant included, and sends first what there is since. One that cannot be is none. What the stream before, for the same query, brought of that instant is dropped by content and count. What was logged earlier and came late is found by the pages that fill the gap between two streams.
*/
function createReplayFilter(clock: ServerClock) {
	let query: string | undefined;
	let newest: Micros | undefined;
	/** Of the newest instant: how often each entry came. */
	let told = new Map<string, number>();

	const hear = ({entries}: EntryBatch<EntryColumns>) => {
		const {from, to} = timeBounds(clock.ours, clock.now);
		for (let index = 0; index < entries.length; index++) {
			const time = entries.time(index);
			if (time < from || time > to) {
				continue;
			}

			if (newest === undefined || time > newest) {
				newest = time;
				told = new Map();
			}

			const entry = time === newest ? entries.at(index) : undefined;
			if (entry !== undefined) {
				const key = contentKey(entry);
				told.set(key, (told.get(key) ?? 0) + 1);
			}
		}
	};

	return {
		open(asked: string): Replay {
			if (asked !== query) {
				query = asked;
				newest = undefined;
				told = new Map();
			}

			const start = newest;
			const repeated = new Map(told);
			return {
				start,
				drop(batch) {
					const news = withoutRepeated(batch, repeated, start);
					if (asked === query) {
						hear(news);
					}

					return news;
				},
			};
		},
	};
}

function withoutRepeated(
	batch: EntryBatch<EntryColumns>,
	repeated: Map<string, number>,
	start: Micros | undefined,
): EntryBatch<EntryColumns> {
	const {entries} = batch;
	const times = entries.times.subarray(0, entries.length);
	if (start === undefined || repeated.size === 0 || !times.includes(start)) {
		return batch;
	}

	const kept = [...entries]
		.map((entry, index) => ({entry, index}))
		.filter(({entry}) => {
			const key = contentKey(entry);
			const count = entry.time === start ? (repeated.get(key) ?? 0) : 0;
			if (count === 1) {
				repeated.delete(key);
			} else if (count > 1) {
				repeated.set(key, count - 1);
			}

			return count === 0;
		});
	return {
		entries: EntryColumns.of(kept.map(({entry}) => entry)),
		malformedCount: batch.malformedCount,
		rawLine: (index) => batch.rawLine(kept[index]?.index ?? -1),
	};
}
