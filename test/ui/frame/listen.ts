import {expect, test} from 'vitest';
import {createDeployment} from '../../../source/server/given/given-deployment.ts';
import {type Desk, openDesk} from '../../helpers/desk.ts';

const start = Date.parse('2026-03-01T12:00:00Z');

function deploymentOf(count: number) {
	return createDeployment({
		createdAt: new Date(start).toISOString(),
		buildLines: Array.from({length: 30}, (_, index) => ({
			level: 'info',
			message: `build line ${index}`,
		})),
		entries: Array.from({length: count}, (_, index) => ({
			time: new Date(start + index * 1000).toISOString(),
			level: index === 3 ? 'error' : 'info',
			region: 'gcp-us-east4',
			message: `entry ${index}.`,
		})),
	});
}

async function screenRows(desk: Desk) {
	const screen = await desk.screen();
	return screen.split('\n');
}

/** Does something with the mouse where a text stands. */
async function at(desk: Desk, text: string | RegExp, button = 0) {
	const rows = await screenRows(desk);
	const y = rows.findLastIndex((row) => row.search(text) !== -1);
	const x = (rows[y] ?? '').search(text);
	expect(y).toBeGreaterThanOrEqual(0);
	desk.press(`\u001B[<${button};${x + 1};${y + 1}M`);
	return y;
}

const wheelUp = 64;
const wheelDown = 65;

test('a click selects the entry under the pointer, which stays where it is, and opens what is selected', async () => {
	await using desk = await openDesk([deploymentOf(200)]);
	await desk.shows(/▌.*entry 199\./v);
	await at(desk, /entry 180\./v);
	await desk.shows(/▌.*entry 180\./v);
	await desk.shows(/^.*held/v);
	const before = await screenRows(desk);
	const row = before.findIndex((one) => one.includes('▌'));
	await at(desk, /entry 190\./v);
	await desk.shows(/▌.*entry 190\./v);
	const after = await screenRows(desk);
	expect(after.findIndex((one) => one.includes('▌'))).toBe(row + 10);
	await at(desk, /entry 190\./v);
	await desk.shows(/── Entry/v);
	await at(desk, /entry 188\./v);
	await desk.shows(/── Entry(?:.|\n)*entry 188\./v);
});

test('the wheel scrolls the list by three rows, and at its end it follows again', async () => {
	await using desk = await openDesk([deploymentOf(200)]);
	await desk.shows(/▌.*entry 199\./v);
	await at(desk, /entry 190\./v, wheelUp);
	await desk.shows(/▌.*entry 196\./v);
	await desk.shows('held');
	await at(desk, /entry 190\./v, wheelDown);
	await desk.shows(/▌.*entry 199\./v);
	await desk.shows('following');
});

test('the wheel over the build log scrolls that one; a click gives a pane the keys, or chooses a cell of the histogram', async () => {
	await using desk = await openDesk([deploymentOf(200)]);
	await desk.shows('build line 29');
	await at(desk, /build line 29/v, wheelUp);
	await at(desk, /build line 2\d/v, wheelUp);
	await desk.shows('build line 22');
	await desk.shows(/▌.*entry 199\./v);
	expect(desk.store.get().screen.focus).toBe('logs');
	await at(desk, /build line 22/v);
	await desk.shows(/▌info {4}build line 22/v);
	await at(desk, /1 Deployment/v);
	expect(desk.store.get().screen.focus).toBe('deployment');
	await at(desk, /[▁▂▃▄▅▆▇█]/v);
	await desk.shows('enter show it');
	expect(desk.store.get().screen.mode.kind).toBe('histogram');
	await at(desk, /entry 190\./v);
	await desk.shows(/▌.*entry 190\./v);
	expect(desk.store.get().screen.mode.kind).toBe('list');
	expect(desk.store.get().screen.focus).toBe('logs');
});

test('a click on the line of the first error opens it', async () => {
	await using desk = await openDesk([deploymentOf(200)], {
		columns: 80,
		rows: 24,
	});
	await desk.shows(/^ first error .*entry 3\./mv);
	await at(desk, /first error/v);
	await desk.shows(/── Entry(?:.|\n)*entry 3\./v);
});

test('the mouse types nothing at a prompt, chooses in pickers, and scrolls what covers the list', async () => {
	await using desk = await openDesk([deploymentOf(200)]);
	await desk.shows(/▌.*entry 199\./v);
	desk.press('/entry');
	await desk.shows(/^ \/ +entry/mv);
	await at(desk, /entry 190\./v);
	await at(desk, /entry 190\./v, wheelUp);
	await desk.shows(/▌.*entry 196\./v);
	await desk.shows(/^ \/ +entry *$/mv);
	desk.press('\u001B');
	await desk.shows(/▌.*entry 199\./v);
	desk.press('f');
	await desk.shows(/▌.*entry 199\./v);
	desk.press(':errors');
	await desk.shows(/^▌ .*errors/mv);
	await at(desk, /^▌ .*errors/v, wheelDown);
	await desk.shows(/^ {2}.*errors only/mv);
	await at(desk, /errors only/v);
	await desk.shows(/^▌ .*errors only/mv);
	await at(desk, /errors only/v);
	await desk.shows(/3 Logs .*errors only/v);
	desk.press('x');
	await desk.shows(/▌.*entry 199\./v);
	desk.press('?');
	await desk.shows(/errors only; again/v);
	await at(desk, /errors only; again/v, wheelDown);
	await desk.shows(/^(?!(?:.|\n)*errors only; again)/v);
	desk.press('qp');
	await desk.shows(/entry <n>/v);
	await at(desk, /entry <n>/v);
	await desk.shows(/▌.*entry <n>/v);
});
