import {expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {openDeplog, sizes} from '../helpers/deplog-terminal.ts';
import {openReader} from '../helpers/open-reader.ts';

const lines = (count: number, word: string) =>
	Array.from({length: count}, (_, index) => ({
		level: 'info',
		message: `${word} ${index}.`,
	}));

test.each(sizes)(
	'a build that fails is in front, at its first error, at %i × %i',
	async (columns, rows) => {
		await using reader = await openReader({
			columns,
			rows,
			status: 'pending',
			buildLines: lines(60, 'step'),
		});
		await reader.shows('building');
		await reader.shows('step 59.');
		reader.deployment.build(
			{level: 'error', message: 'Module not found "./cart.ts".'},
			...lines(60, 'after'),
		);
		reader.deployment.change({status: 'failed'});
		await reader.shows('✗ failed');
		await reader.shows('Module not found');
		await reader.selects('Module not found');
		expect(await reader.screen()).not.toContain('after 59.');
	},
);

test('a build is followed over v2 from queued to routed, and its first entries after it', async () => {
	const revision = createDeployment({
		id: 'storefront-7f3k2m',
		status: 'pending',
		createdAt: new Date().toISOString(),
	});
	await using server = await startServer({
		deployments: [revision],
		organization: 'acme',
	});
	using deplog = openDeplog([revision.id, '--api-url', server.v2Url]);
	revision.changeStage({stage: 'preparing', status: 'pending'});
	revision.changeStage({stage: 'queued', status: 'running'});
	await deplog.shows(/^ ◐ queued/mv);
	for (const [before, stage, command] of [
		['queued', 'preparing', undefined],
		['preparing', 'installing', 'deno install'],
		['installing', 'building', 'deno task build'],
		['building', 'deploying', undefined],
	] as const) {
		revision.changeStage({stage: before, status: 'succeeded'});
		revision.changeStage({
			stage,
			status: 'running',
			...(command !== undefined && {command}),
		});
		revision.build({level: 'info', message: `${stage} began`});
		// eslint-disable-next-line no-await-in-loop -- A stage follows the other.
		await deplog.shows(
			new RegExp(
				`◐ ${stage}${command === undefined ? '' : ` ${command}`}`,
				'v',
			),
		);
		// eslint-disable-next-line no-await-in-loop -- As above.
		await deplog.shows(`${stage} began`);
	}

	await deplog.shows(/^ storefront · storefront-7f3k2m {2}◐ building/v);
	for (const step of ['database', 'predeploy', 'warmup', 'routing'] as const) {
		revision.changeStage({stage: step, status: 'running'});
		// eslint-disable-next-line no-await-in-loop -- A step follows the other.
		await deplog.shows(`◐ deploying ${step}`);
		revision.changeStage({stage: step, status: 'succeeded'});
	}

	revision.changeStage({stage: 'deploying', status: 'succeeded'});
	await deplog.shows(/^ storefront · storefront-7f3k2m {2}✓ success/v);
	await deplog.shows('✓ deploying');
	revision.log({message: 'Listening on :8000'});
	await deplog.shows('Listening on :8000');
});
