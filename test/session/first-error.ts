import {expect, test} from 'vitest';
import {type GivenEntry} from '../../source/server/given/given-entry.ts';
import {type Explorer, startExplorer} from '../helpers/explorer.ts';
import {until} from '../helpers/until.ts';

const deployedAt = Date.now() - 60_000;

/** An entry so many seconds after the deployment was made. */
function at(seconds: number, level: string, message: string): GivenEntry {
	return {
		time: new Date(deployedAt + seconds * 1000).toISOString(),
		level,
		message,
	};
}

async function explore(entries: readonly GivenEntry[]): Promise<Explorer> {
	return startExplorer({
		createdAt: new Date(deployedAt).toISOString(),
		entries,
	});
}

async function untilFirst(
	explorer: Explorer,
	expected: Readonly<Record<string, unknown>>,
) {
	await until(() => {
		expect(explorer.store.get().firstError).toMatchObject(expected);
	});
}

test('the first error since the deployment is known however far back it is, with all that are like it', async () => {
	await using explorer = await explore([
		at(-5, 'error', 'TypeError: of the deployment before\n'),
		at(1, 'info', 'TypeError: no error\n'),
		...Array.from({length: 1500}, (_, index) =>
			at(2 + index / 100, 'error', `TypeError: x\n    at line:${index}\n`),
		),
		at(3, 'error', 'Another\n'),
		...Array.from({length: 2000}, (_, index) =>
			at(20 + index / 100, 'info', `entry ${index}\n`),
		),
	]);
	await untilFirst(explorer, {
		kind: 'found',
		entry: {message: 'TypeError: x\n    at line:0\n'},
		count: 1500,
		isMore: false,
	});
});

test('a live error is the first one where there was none, and those like it are counted', async () => {
	await using explorer = await explore([at(1, 'info', 'fine')]);
	await untilFirst(explorer, {kind: 'none'});
	explorer.deployment.log({level: 'info', message: 'still fine'});
	explorer.deployment.log({level: 'error', message: 'bad\nfirst'});
	await untilFirst(explorer, {kind: 'found', count: 1});
	explorer.deployment.log({level: 'error', message: 'bad\nsecond'});
	explorer.deployment.log({level: 'error', message: 'worse'});
	await untilFirst(explorer, {entry: {message: 'bad\nfirst'}, count: 2});
});

test.each([
	['of words', 'Error: it broke '.repeat(10_000)],
	['without a blank', `${'x'.repeat(199)}${'🎁'.repeat(50_000)}`],
])(
	'those like an error are counted however long its line is: one %s',
	async (_name, line) => {
		await using explorer = await explore([
			at(1, 'error', line),
			at(2, 'error', `${line}, but for its end`),
			at(3, 'error', `${line}\n    at line:3`),
		]);
		await untilFirst(explorer, {kind: 'found', count: 2, isMore: false});
	},
);

test('errors that a filter kept away are counted once it is gone', async () => {
	await using explorer = await explore([at(1, 'error', 'bad')]);
	await untilFirst(explorer, {kind: 'found', count: 1});
	const {query} = explorer.store.get().logs;
	explorer.store.dispatch({
		kind: 'query',
		query: {...query, filter: {...query.filter, levels: ['info']}},
	});
	await until(() => {
		expect(explorer.asked('live')).toHaveLength(2);
	});
	explorer.deployment.log({level: 'error', message: 'bad'});
	explorer.store.dispatch({kind: 'query-back'});
	await untilFirst(explorer, {kind: 'found', count: 2});
});

test('the first error is gone to, though it was not loaded', async () => {
	await using explorer = await explore([
		at(1, 'error', 'the first\n'),
		...Array.from({length: 3000}, (_, index) =>
			at(2 + index / 100, 'info', `entry ${index}\n`),
		),
	]);
	await untilFirst(explorer, {kind: 'found'});
	const {firstError} = explorer.store.get();
	expect(explorer.messages()).not.toContain('the first');
	explorer.store.dispatch({
		kind: 'go',
		selection:
			firstError.kind === 'found'
				? {kind: 'awaited', entry: firstError.entry}
				: {kind: 'newest'},
	});
	await until(() => {
		const {selection, buffer} = explorer.store.get().logs;
		expect(selection.kind).toBe('entry');
		expect(
			selection.kind === 'entry' && buffer.entry(selection.id)?.message,
		).toBe('the first\n');
	});
	expect(explorer.messages().slice(0, 2)).toEqual(['the first', 'entry 0']);
});
