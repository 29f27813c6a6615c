/* eslint-disable @typescript-eslint/naming-convention -- The names of the wire. */

import {Buffer} from 'node:buffer';
import {sendJson, type Answer, linkHeader, invalidParameter} from './answer.ts';
import {
	compareTexts,
	listApps,
	type App,
	type Catalogue,
	type Manner,
} from './catalogue.ts';
import {readChoice, readNumber, readText} from './parameters.ts';
import {summarizeApp, summarizeRevision} from './v2-bodies.ts';

const defaultLimit = 30;
const largestLimit = 100;

/** The links to the next page lead here, whichever address was asked, as those of the live service do. */
const liveOrigin = 'https://console.deno.com';

const statuses = [
	'skipped',
	'queued',
	'building',
	'succeeded',
	'failed',
] as const;

/** Sends a page of the apps. */
export async function sendApps(
	answer: Answer,
	context: Catalogue & {readonly manner: Manner},
): Promise<void> {
	const apps = listApps(context).map((app) => summarizeApp(app));
	await sendPage(answer, apps, context);
}

/** Sends a page of the revisions of an app. */
export async function sendRevisions(
	answer: Answer,
	{deployments}: App,
	context: {readonly manner: Manner},
): Promise<void> {
	const status = readChoice(answer.url.searchParams, 'status', statuses);
	const revisions = deployments
		.map((deployment) => summarizeRevision(deployment))
		.filter((revision) => status === undefined || revision.status === status);
	await sendPage(answer, revisions, context);
}

type Item = {readonly id: string; readonly created_at: string};

/** Newest first. A cursor is the last item's place, so that pages fit together while items are added. */
async function sendPage(
	answer: Answer,
	items: readonly Item[],
	{manner}: {readonly manner: Manner},
) {
	const {searchParams: parameters} = answer.url;
	const limit =
		readNumber(parameters, 'limit', 1, largestLimit) ?? defaultLimit;
	const cursor = readText(parameters, 'cursor');
	const after = cursor === undefined ? undefined : readCursor(cursor);
	const sign = answer.faults.oldestFirst ? 1 : -1;
	const rest = items
		.toSorted((a, b) => compareItems(a, b) * sign)
		.filter((item) => !after || compareItems(item, after) * sign > 0);
	const page = rest.slice(0, limit);
	const last = page.at(-1);
	if (last && rest.length > limit) {
		const next = {next: {cursor: writeCursor(last)}};
		answer.response.setHeader(
			'link',
			manner.kind === 'live'
				? linkHeader(answer, next, {
						origin: liveOrigin,
						path: answer.url.pathname.replace(/^(?:\/api)?\/v2/v, '/api/v2'),
					})
				: linkHeader(answer, next),
		);
	}

	await sendJson(answer, 200, page);
}

function compareItems(a: Item, b: Item) {
	return compareTexts(a.created_at, b.created_at) || compareTexts(a.id, b.id);
}

function writeCursor({created_at, id}: Item) {
	return Buffer.from(JSON.stringify([created_at, id])).toString('base64url');
}

function readCursor(text: string): Item {
	try {
		const value: unknown = JSON.parse(
			Buffer.from(text, 'base64url').toString(),
		);
		if (Array.isArray(value)) {
			return {created_at: String(value[0]), id: String(value[1])};
		}
	} catch {
		// As what is no list.
	}

	throw invalidParameter('The cursor is damaged; send it as it came.');
}
