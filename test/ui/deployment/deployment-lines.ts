import {expect, it} from 'vitest';
import {type Deployment} from '../../../source/log/deployment.ts';
import {
	deploymentFields,
	deploymentLines,
	deploymentRowWords,
} from '../../../source/ui/deployment/deployment-lines.ts';
import {visibleText} from '../../../source/text/highlight.ts';
import {createReader} from '../../helpers/reader.ts';
import {noon, second} from '../../helpers/state-after.ts';

const revision = (
	id: string,
	at: number,
	given: Partial<Deployment> = {},
): Deployment => ({
	id,
	projectId: 'shop',
	status: {kind: 'succeeded'},
	domains: [],
	databases: {},
	createdAt: noon + at * second,
	timelines: [],
	...given,
});

function fieldsOf(shown: Deployment, listed: readonly Deployment[]) {
	const {store, setting} = createReader([
		{kind: 'details-loaded', deployment: shown},
		{kind: 'deployments-loaded', deployments: listed},
	]);
	return deploymentFields(store.get(), setting).map(
		({name, value}) => `${name}: ${visibleText(value)}`,
	);
}

it('what was deployed and what leads to it are told', () => {
	const shown = revision('r9k2', 0, {
		labels: {branch: 'main', message: 'Charge twice', author: 'Ada'},
		timelines: [
			{
				name: 'Production',
				context: 'production',
				hostnames: ['shop.acme.deno.net', 'shop.example'],
			},
		],
	});
	expect(fieldsOf(shown, [{...shown, isServing: true}])).toEqual(
		expect.arrayContaining([
			'commit: Charge twice',
			'branch: main',
			'author: Ada',
			'timeline: Production: shop.acme.deno.net, shop.example',
			'serves: this one',
		]),
	);
});

it('a timeline that is locked to an older revision is said', () => {
	const newest = revision('r9k2', 60, {isServing: false});
	const older = revision('r8j1', 0, {
		isServing: true,
		domains: ['shop.acme.deno.net'],
	});
	expect(fieldsOf(newest, [newest, older])).toContain(
		'serves: r8j1, the timeline is locked to it',
	);
	const branch = revision('r9k2', 60, {
		isServing: false,
		domains: ['shop--try.acme.deno.net'],
	});
	expect(fieldsOf(branch, [branch, older])).toContain('serves: r8j1');
});

it('why it did not come up is told', () => {
	expect(
		fieldsOf(
			revision('r9k2', 0, {
				status: {kind: 'failed'},
				failure: {
					stage: 'warmup',
					code: 'boot_failed',
					message: 'exit code 1',
				},
			}),
			[],
		),
	).toContain('failure: warmup · boot_failed · exit code 1');
});

it('fields below the edge of the pane are signalled, and follow the one that is chosen', () => {
	const reader = createReader([
		{kind: 'details-loaded', deployment: revision('r9k2', 0)},
		{kind: 'focus', focus: 'deployment'},
	]);
	const words = (height: number) =>
		deploymentRowWords(reader.store.get(), reader.setting, {
			width: 40,
			height,
		});
	const {length} = deploymentFields(reader.store.get(), reader.setting);
	expect(words(2)).toBe(`rows 1–2 of ${length}`);
	reader.press('j', 'j');
	expect(words(2)).toBe(`rows 2–3 of ${length}`);
	expect(words(length)).toBe('');
	expect(
		deploymentLines(reader.store.get(), reader.setting, {width: 40, height: 2}),
	).toHaveLength(2);
});
