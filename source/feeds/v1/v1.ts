import {type EntryBatch, type Micros} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {isWithin} from '../../log/time-range.ts';
import {createEntryDecoder, type DecodeEntries} from '../json/entry-decoder.ts';
import {joinBatches} from '../json/batch.ts';
import {limitBytes, readText} from '../http/body.ts';
import {type Answer, type LogClient} from '../feed.ts';
import {ApiError} from '../http/errors.ts';
import {parseJson} from '../json/json-value.ts';
import {jsonLines} from '../json/ndjson.ts';
import {nextPage} from '../http/next-page.ts';
import {quietOnAbort} from '../http/quiet-on-abort.ts';
import {createSend} from '../http/request.ts';
import {defaultTimeouts, type Timeouts} from '../http/timeouts.ts';
import {sendLive} from './send-live.ts';
import {deploymentsUrl} from './deployments-url.ts';
import {decodeBuildLog, decodeDeployment, decodeDeployments} from './decode.ts';
import {liveUrl, pastUrl} from './v1-url.ts';

export type V1Options = {
	/** With its version: `https://api.deno.com/v1`. */
	readonly apiUrl: URL;
	readonly token?: string;
	readonly deploymentId: string;
	readonly timeouts?: Partial<Timeouts>;
	/** The time of receipt, for entries without one of their own. */
	readonly now?: () => Micros;
};

const json = 'application/json';
const ndjson = 'application/x-ndjson';

/** A page has at most 10,000 entries of some 2 KB; much more than that is no page. */
const pageBytesLimit = 128 * 1024 * 1024;
const detailsBytesLimit = 4 * 1024 * 1024;

/** Deno Deploy's v1 REST API, for one deployment. */
export function createV1Client({
	apiUrl,
	token,
	deploymentId,
	timeouts: givenTimeouts,
	now = () => Date.now() * 1000,
}: V1Options): LogClient {
	const timeouts = {...defaultTimeouts, ...givenTimeouts};
	const send = createSend({origin: apiUrl.origin, token, timeouts});
	const root = `${apiUrl.origin}${apiUrl.pathname.replace(/(?<!\/)\/+$/v, '')}`;
	const baseOf = (id: string) =>
		`${root}/deployments/${encodeURIComponent(id)}`;
	const base = baseOf(deploymentId);

	/** Asks for JSON; an answer that `decode` makes nothing of is an error. */
	const ask = async <Value>(
		url: URL,
		signal: AbortSignal,
		decode: (answer: unknown) => Value | undefined,
	): Promise<Answer<Value>> => {
		const answer = await send({url, accept: json, signal});
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

		return {value, serverTime: answer.serverTime};
	};

	return {
		details: async ({signal}) => ask(new URL(base), signal, decodeDeployment),

		deployments: async ({projectId, signal}) =>
			ask(deploymentsUrl(root, projectId), signal, decodeDeployments),

		async *buildLog({signal}) {
			const url = new URL(`${base}/build_logs`);
			yield* quietOnAbort(signal, async function* () {
				const request = {url, accept: ndjson, isLive: true, signal};
				const {body} = await send(request);
				for await (const block of jsonLines(body)) {
					const batch = decodeBuildLog(block);
					if (batch.entries.length > 0 || batch.malformedCount > 0) {
						yield batch;
					}
				}
			});
		},

		async *liveEntries({filter, signal, onAccepted}) {
			const url = liveUrl(base, filter);
			yield* quietOnAbort(signal, async function* () {
				const {body} = await sendLive(send, {
					url,
					accept: ndjson,
					signal,
					onAccepted,
					refusalTimeout: timeouts.refusal,
				});
				yield* decodeBody(body, createEntryDecoder(now, {isReusing: true}));
			});
		},

		async pastEntries(request) {
			const {range, limit, signal} = request;
			const url = new URL(
				request.cursor ??
					pastUrl(baseOf(request.deploymentId ?? deploymentId), request),
			);
			const answer = await send({url, accept: ndjson, signal});
			const batches: Array<EntryBatch<EntryColumns>> = [];
			const body = limitBytes(answer.body, {
				bytesLimit: pageBytesLimit,
				createError: () =>
					new ApiError(
						'unexpected-answer',
						`${url.host} sent a page without end. Check --api-url: the server may take a request for past logs for a live one.`,
					),
			});
			for await (const batch of decodeBody(body, createEntryDecoder(now))) {
				batches.push(batch);
			}

			let count = 0;
			for (const {entries, malformedCount} of batches) {
				count += entries.length + malformedCount;
			}

			const isFull = count >= limit;
			const next = nextPage(answer.header('link'), {url, token, isFull});
			return {
				batch: joinBatches(batches, ({time}) => isWithin(time, range)),
				next: next?.href,
				serverTime: answer.serverTime,
			};
		},
	};
}

async function* decodeBody(
	body: AsyncIterable<Uint8Array>,
	decode: DecodeEntries,
): AsyncGenerator<EntryBatch<EntryColumns>, void> {
	for await (const block of jsonLines(body)) {
		const batch = decode(block);
		if (batch.entries.length > 0 || batch.malformedCount > 0) {
			yield batch;
		}
	}
}
