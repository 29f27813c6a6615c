import {expect, test} from 'vitest';
import {findNewest} from '../../source/commands/find-app.ts';
import {listenHttp} from '../helpers/listen.ts';

/** What becomes of the newest revision of an app where the list answers so, one answer after the other, the last one again and again. */
async function findOf(...answers: ReadonlyArray<readonly [number, unknown]>) {
	let count = 0;
	await using server = await listenHttp((_, response) => {
		const [status = 200, body] = answers[count] ?? answers.at(-1) ?? [];
		count++;
		response.statusCode = status;
		response.end(JSON.stringify(body));
	});
	const found = await findNewest({
		apiUrl: new URL(`${server.origin}/v2`),
		app: 'shop',
		flags: [],
	});
	return {found, count};
}

test('a list that fails in a way that passes within seconds is asked for again', async () => {
	const {found, count} = await findOf(
		[503, {}],
		[
			200,
			[
				{id: 'r1', status: 'skipped'},
				{id: 'r0', status: 'succeeded'},
			],
		],
	);
	expect(found).toMatchObject({kind: 'found', target: {deploymentId: 'r0'}});
	expect(count).toBe(2);
});

test('an app to which nothing was deployed is told from one that is not there', async () => {
	const {found: none} = await findOf([200, []]);
	expect(none).toMatchObject({kind: 'none', projectId: 'shop', exitCode: 4});
	const {found: failed, count} = await findOf([404, {}]);
	expect(failed).toMatchObject({
		kind: 'failed',
		exitCode: 4,
	});
	expect('reason' in failed ? failed.reason : '').toMatch(
		/no app shop .* --org/v,
	);
	expect(count).toBe(1);
});
