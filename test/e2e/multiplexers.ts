import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {program} from '../helpers/deplog-terminal.ts';
import {
	installedMultiplexers,
	openMultiplexed,
} from '../helpers/multiplexers.ts';
import {serveEach} from '../helpers/serve-each.ts';

const deployment = createDeployment({
	entries: Array.from({length: 60}, (_, index) => ({
		message: `entry ${index}.`,
	})),
});

const server = serveEach(() => [deployment]);

describe.each(installedMultiplexers().map((one) => [one.name, one] as const))(
	'in %s',
	(_name, multiplexer) => {
		test('deplog leaves nothing behind, at ctrl+z, at P and at its end, and has the new size after fg', async () => {
			const terminal = openMultiplexed(multiplexer);
			try {
				await terminal.shows('prompt>');
				terminal.type(
					`clear; "${process.execPath}" "${program}" ${deployment.id} --api-url ${server.url}\r`,
				);
				await terminal.shows('entry 59.');
				terminal.type('\u001A');
				await terminal.shows(/Stopped[\s\S]*^prompt>$/mv);
				await expectClean(terminal);
				terminal.resize?.(100, 30);
				terminal.type('fg\r');
				await terminal.shows('entry 59.');
				await expect
					.poll(
						async () => {
							const shown = await terminal.rows();
							return shown.length;
						},
						{timeout: 10_000},
					)
					.toBe(terminal.resize === undefined ? 24 : 30);
				terminal.type('P');
				await terminal.shows('any key comes back');
				await expectClean(terminal, 1);
				terminal.type('x');
				await terminal.shows(/3 Logs/v);
				terminal.type('q');
				await terminal.shows(/To come back: deplog [\s\S]*^prompt>$/mv);
				const rows = await terminal.rows();
				expect(rows.join('\n')).not.toMatch(/Logs|LIVE|entry 5[^9]/v);
			} finally {
				terminal.close();
			}
		}, 60_000);
	},
);

const closable = installedMultiplexers().filter(({name}) =>
	['tmux', 'xterm'].includes(name),
);

test.each(
	closable.flatMap((one) =>
		[
			['the explorer', ''],
			['printing', '--print --follow'],
		].map(([name = '', flags = '']) => [one.name, name, flags, one] as const),
	),
)(
	'when the window of %s is closed, %s ends with 129 and no core file',
	async (_window, _name, flags, multiplexer) => {
		const folder = await mkdtemp(path.join(tmpdir(), 'deplog-closed-'));
		const terminal = openMultiplexed(multiplexer);
		try {
			await terminal.shows('prompt>');
			terminal.type(
				`cd ${folder}; ulimit -c unlimited; trap '' HUP; "${process.execPath}" "${program}" ${deployment.id} --api-url ${server.url} ${flags}; echo $? > code\r`,
			);
			await terminal.shows('entry 59.');
			terminal.close();
			await expect
				.poll(async () => readdir(folder), {timeout: 10_000})
				.toEqual(['code']);
			await expect
				.poll(async () => readFile(path.join(folder, 'code'), 'utf8'))
				.toBe('129\n');
		} finally {
			await rm(folder, {recursive: true});
		}
	},
);

/** Of what deplog drew nothing is left but what was asked for. */
async function expectClean(
	terminal: ReturnType<typeof openMultiplexed>,
	entries = 0,
) {
	const rows = await terminal.rows();
	expect(rows.filter((row) => row.includes('entry '))).toHaveLength(entries);
	expect(rows.join('\n')).not.toMatch(/Logs|LIVE|ctrl\+u/v);
}
