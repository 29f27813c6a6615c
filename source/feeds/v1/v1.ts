import {cutSlashes} from '../../base/cut-slashes.ts';
import {type Micros} from '../../log/entry.ts';
import {createEntryDecoder} from '../json/entry-decoder.ts';
import {limitBytes, readText} from '../http/body.ts';
import {type Answer, type Feed, type ListPage} from '../feed.ts';
import {ApiError} from '../errors.ts';
import {narrowBatch} from '../json/batch.ts';
import {parseJson} from '../json/json-value.ts';
import {markServing} from '../../log/deployment.ts';
import {readNextPage} from '../http/next-page.ts';
import {quietOnAbort} from '../signals.ts';
import {createSend, type TokenSource, sendLive} from '../http/request.ts';
import {ServerClock} from '../server-clock.ts';
import {watchEntries} from '../watchdog.ts';
import {defaultTimeouts, type Timeouts} from '../http/exchange.ts';
import {contentLines} from '../sse/event-lines.ts';
import {type FeedTraits} from '../../log/feed-traits.ts';
import {formatSeconds} from '../../log/wall-time.ts';
import {deploymentsUrl, projectsUrl, liveUrl} from './send-for-page.ts';
import {
	decodeBuildLog,
	decodeDeployment,
	decodeDeployments,
	decodeProjects,
	decodeLines,
} from './decode.ts';
import {readPage} from './read-page.ts';

/** Deno Deploy's v1 REST API, for one deployment. */
export function createV1Feed({
	apiUrl,
	token,
	tokenSource,
	deploymentId,
	org,
	timeouts: givenTimeouts,
	now,
}: V1Options): Feed {
	const timeouts = {...defaultTimeouts, ...givenTimeouts};
	const serverClock = new ServerClock(now);
	const send = createSend({
		origin: apiUrl.origin,
		token,
		tokenSource,
		timeouts,
		clock: serverClock,
	});
	const root = `${apiUrl.origin}${cutSlashes(apiUrl.pathname)}`;
	const baseOf = (id: string) =>
		`${root}/deployments/${encodeURIComponent(id)}`;
	const base = baseOf(deploymentId);

	/** Asks for JSON; an answer that `decode` makes nothing of is an error. */
	const ask = async <Value>(
		url: URL,
		signal: AbortSignal,
		decode: (answer: unknown) => Value | undefined,
	): Promise<Answer<Value> & {readonly hasNext: boolean}> => {
		const watch = watchEntries(url, signal, timeouts.body);
		try {
			const answer = await send({url, accept: json, signal: watch.signal});
			watch.hear();
			const createError = () =>
				new ApiError(
					'unexpected-answer',
					`${url.host} answered with something that is no deployment. Check --api-url: it must be that of the v1 API.`,
				);
			const body = limitBytes(answer.body, {
				bytesLimit: detailsBytesLimit,
				createError,
			});
			const value = decode(parseJson(await readText(body)));
			if (value === undefined) {
				throw createError();
			}

			return {
				value,
				serverTime: answer.serverTime,
				hasNext: readNextPage(answer.header('link'), url) !== undefined,
			};
		} finally {
			watch.stop();
		}
	};

	/** A page of a list. Those of v1 are counted, from 1. */
	const askPage = async <Item>(
		toUrl: (page?: string) => URL,
		decode: (answer: unknown) => readonly Item[] | undefined,
		{cursor, signal}: {readonly cursor?: string; readonly signal: AbortSignal},
	): Promise<ListPage<Item>> => {
		const {hasNext, ...page} = await ask(toUrl(cursor), signal, decode);
		return {
			...page,
			...(hasNext &&
				page.value.length > 0 && {next: String(Number(cursor ?? 1) + 1)}),
		};
	};

	return {
		traits: {...v1Traits, deployment: deploymentId},
		serverClock,

		async *details({signal}) {
			yield* quietOnAbort(signal, async function* () {
				yield await ask(new URL(base), signal, decodeDeployment);
			});
		},

		async deployments({projectId, withServing: _, ...asked}) {
			const page = await askPage(
				(at) => deploymentsUrl(root, projectId, at),
				decodeDeployments,
				asked,
			);
			return asked.cursor === undefined
				? {...page, value: markServing(page.value)}
				: page;
		},

		async projects(asked) {
			if (org === undefined) {
				throw new ApiError(
					'unsupported',
					'Version 1 of the API lists projects by their organization. Name it by its id with --org.',
				);
			}

			return askPage((at) => projectsUrl(root, org, at), decodeProjects, asked);
		},

		async *buildLog({signal}) {
			const url = new URL(`${base}/build_logs`);
			yield* quietOnAbort(signal, async function* () {
				const request = {url, accept: ndjson, isLive: true, signal};
				const lines = contentLines(await send(request), {secret: token});
				for await (const block of lines) {
					const batch = decodeBuildLog(block);
					if (batch.entries.length > 0 || batch.malformedCount > 0) {
						yield batch;
					}
				}
			});
		},

		async *liveEntries({filter, signal, onAccepted, onAlive}) {
			const url = liveUrl(base, filter);
			yield* quietOnAbort(signal, async function* () {
				const answer = await sendLive(send, {
					url,
					accept: ndjson,
					signal,
					onAccepted,
					refusalTimeout: timeouts.refusal,
				});
				const decode = createEntryDecoder(
					() => serverClock.now ?? serverClock.ours,
					{isReusing: true},
				);
				const lines = contentLines(answer, {
					secret: token,
					onComment: onAlive,
				});
				for await (const batch of decodeLines(lines, decode)) {
					const asked = narrowBatch(batch, filter);
					if (asked.entries.length > 0 || asked.malformedCount > 0) {
						yield asked;
					}
				}
			});
		},

		pastEntries: async (request) =>
			readPage(request, {
				base: baseOf(request.deploymentId ?? deploymentId),
				send,
				clock: serverClock,
				patience: timeouts.body,
			}),
	};
}

type V1Options = {
	/** With its version: `https://api.deno.com/v1`. */
	readonly apiUrl: URL;
	readonly token?: string;
	readonly tokenSource?: TokenSource;
	readonly deploymentId: string;
	/** The id of the organization whose projects there are to choose from. */
	readonly org?: string;
	readonly timeouts?: Partial<Timeouts>;
	/** The time of receipt, for entries without one of their own. */
	readonly now?: () => Micros;
};

/** What Deno Deploy's v1 REST API can do. */
export const v1Traits: FeedTraits = {
	kind: 'v1',
	words: {deployment: 'deployment', project: 'project'},
	pageLimit: 10_000,
	retention: 14 * 86_400_000_000,
	order: 'both',
	levels: 'set',
	regions: 'there',
	text: 'substring',
	isLive: true,
	hasDetails: true,
	hasBuildLog: true,
	describe({filter: {levels, regions, text}, range: {since, until}, order}) {
		return [
			...(levels.length === 0 ? [] : [`level=${levels.join(',')}`]),
			...(regions.length === 0 ? [] : [`region=${regions.join(',')}`]),
			...(text === '' ? [] : [`q=${text}`]),
			...(since === undefined ? [] : [`since=${formatSeconds(since)}`]),
			...(until === undefined
				? []
				: [`until=${formatSeconds(until)}`, `order=${order}`]),
		].join(' ');
	},
};

const json = 'application/json';
const ndjson = 'application/x-ndjson';

const detailsBytesLimit = 4 * 1024 * 1024;
