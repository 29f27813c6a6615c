import {expect, test} from 'vitest';
import {createDeployment} from '../../../source/server/given/given-deployment.ts';
import {openDesk} from '../../helpers/desk.ts';

const stages = ['queued', 'preparing', 'installing', 'building'] as const;
const steps = ['database', 'predeploy', 'warmup', 'routing'] as const;
type Part = (typeof stages)[number] | (typeof steps)[number];

/** A revision whose build runs, up to before a stage or a step of its last one. */
function buildTo(part: Part) {
	const revision = createDeployment({
		id: 'storefront-7f3k2m',
		status: 'pending',
		createdAt: new Date(Date.now() - 9000).toISOString(),
		buildLines: [{level: 'info', message: 'Cloning', step: 'preparing'}],
	});
	// A build that is handed in has left the queue.
	revision.changeStage({stage: 'preparing', status: 'pending'});
	revision.changeStage({stage: 'queued', status: 'pending'});
	const order: readonly Part[] = [...stages, ...steps];
	for (const name of order.slice(0, order.indexOf(part))) {
		if (name === 'database') {
			revision.changeStage({stage: 'deploying', status: 'running'});
		}

		revision.changeStage({stage: name, status: 'running'});
		revision.changeStage({stage: name, status: 'succeeded'});
	}

	if (part === 'database') {
		revision.changeStage({stage: 'deploying', status: 'running'});
	}

	revision.changeStage({stage: part, status: 'running'});
	return revision;
}

test.each<readonly [Part, 'errored' | 'timed_out' | 'cancelled', RegExp]>([
	['queued', 'cancelled', /✗ queued cancelled/v],
	['preparing', 'errored', /✗ preparing/v],
	['installing', 'errored', /✗ installing/v],
	['building', 'errored', /✗ building/v],
	['building', 'timed_out', /✗ building timed out/v],
	['building', 'cancelled', /✗ building cancelled/v],
	['database', 'errored', /✗ deploying database/v],
	['predeploy', 'errored', /✗ deploying predeploy/v],
	['warmup', 'errored', /✗ deploying warmup/v],
	['warmup', 'timed_out', /✗ deploying warmup timed out/v],
	['routing', 'errored', /✗ deploying routing/v],
])(
	'a build that is %s, and then %s, says so with its lines in front',
	async (part, status, words) => {
		const revision = buildTo(part);
		await using desk = await openDesk([revision], {isV2: true});
		await desk.shows(/◐ (?:queued|building)/v);
		await desk.shows(
			(steps as readonly string[]).includes(part)
				? new RegExp(`◐ deploying ${part}`, 'v')
				: new RegExp(`◐ ${part}`, 'v'),
		);
		revision.build(
			{level: 'info', message: 'a line before'},
			{level: 'error', message: `${part} went wrong: EBADNEWS`},
		);
		revision.changeStage({stage: part, status});
		const verdict = {
			errored: '✗ failed',
			// eslint-disable-next-line @typescript-eslint/naming-convention -- The server's name.
			timed_out: '✗ timed out',
			cancelled: '✗ cancelled',
		}[status];
		await desk.shows(
			new RegExp(`^ storefront · storefront-7f3k2m {2}${verdict}`, 'v'),
		);
		await desk.shows(words);
		await desk.shows(/EBADNEWS/v);
		expect(await desk.screen()).not.toMatch(/◐/v);
	},
);
