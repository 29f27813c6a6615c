import {expect, test} from 'vitest';
import {
	type Deployment,
	type DeploymentStatus,
} from '../../../source/log/deployment.ts';
import {type Details} from '../../../source/store/state.ts';
import {shownVerdict, verdict} from '../../../source/ui/look/verdict.ts';

const second = 1_000_000;
const failure = {message: 'The server does not answer.', isRefusal: false};

const deployment = (status: DeploymentStatus, took?: number): Deployment => ({
	id: 'shop-1',
	projectId: 'shop',
	status,
	domains: [],
	databases: {},
	...(took !== undefined && {createdAt: 0, updatedAt: took * second}),
});

test.each<[DeploymentStatus, string]>([
	[{kind: 'queued'}, '◐ queued'],
	[{kind: 'building'}, '◐ building'],
	[{kind: 'succeeded'}, '✓ success'],
	[{kind: 'failed'}, '✗ failed'],
	[{kind: 'cancelled'}, '✗ cancelled'],
	[{kind: 'timed-out'}, '✗ timed out'],
	[{kind: 'skipped'}, '– skipped'],
	[{kind: 'unknown', name: 'hiber\u001B[31mnating'}, '? hibernating'],
])('%o is %s', (status, words) => {
	expect(verdict(deployment(status)).words).toBe(words);
});

test('how long it took is told once it is settled, and where that can be so', () => {
	const told = (status: DeploymentStatus, took?: number) =>
		verdict(deployment(status, took)).duration;
	expect(told({kind: 'succeeded'}, 8.2)).toBe('8.2 s');
	expect(told({kind: 'building'}, 8.2)).toBeUndefined();
	expect(told({kind: 'succeeded'})).toBeUndefined();
	// It was touched a day later.
	expect(told({kind: 'succeeded'}, 86_400)).toBeUndefined();
});

test.each<[string, Details, string]>([
	['nothing is known yet', {kind: 'loading'}, '◌ loading'],
	['nothing can be had', {kind: 'failed', failure}, '? no details'],
	[
		'it is asked again',
		{kind: 'loading', deployment: deployment({kind: 'failed'})},
		'✗ failed',
	],
	[
		'the last request was in vain',
		{
			kind: 'failed',
			failure,
			deployment: deployment({kind: 'building'}),
		},
		'◐ building',
	],
])('what was told before stays where %s', (_, details, words) => {
	expect(shownVerdict({details}).words).toBe(words);
});
