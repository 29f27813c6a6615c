/* eslint-disable no-await-in-loop -- A page follows the other. */
import {type Deployment} from '../../log/deployment.ts';
import {decodeRevision} from './decode.ts';
import {type V2Api} from './v2-api.ts';

/** So many pages of 100 are read where the newest does not come first. */
const mostPages = 20;

/** The revisions of an app, the newest first. That they come so is promised nowhere: where a page does not descend, all are read, 20 pages at most, and put in order here. */
export async function listRevisions(
	{list}: V2Api,
	app: string,
	signal: AbortSignal,
): Promise<readonly Deployment[]> {
	const revisions: Deployment[] = [];
	let cursor: string | undefined;
	for (let page = 0; page < mostPages; page++) {
		const listed = await list(
			`/apps/${encodeURIComponent(app)}/revisions`,
			signal,
			cursor,
		);
		revisions.push(
			...listed.items
				.map((item) => decodeRevision(item, app))
				.filter((revision) => revision !== undefined),
		);
		cursor = listed.cursor;
		if (cursor === undefined || isDescending(revisions)) {
			break;
		}
	}

	return revisions.toSorted((a, b) => timeOf(b) - timeOf(a));
}

function isDescending(revisions: readonly Deployment[]): boolean {
	return revisions.every(
		(revision, index) =>
			index === 0 ||
			timeOf(revision) <= timeOf(revisions[index - 1] ?? revision),
	);
}

function timeOf({createdAt = 0}: Deployment): number {
	return createdAt;
}
