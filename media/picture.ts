/**
Types the demo and draws the readme's picture of it: `npm run build && npx tsx media/picture.ts`.

The picture is what a terminal of 120 × 34 shows, as SVG.
*/
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {drawSvg} from './svg.ts';

const columns = 120;
const rows = 34;
const program = path.join(import.meta.dirname, '../dist/cli.js');
/** What is typed, and what is waited for before the next, in milliseconds. The new kind of error shows after some 26 s. */
const script = [
	{keys: '', wait: 34_000},
	{keys: 'w', wait: 1500},
	{keys: 'k', wait: 1500},
] as const;

const terminal = new xterm.Terminal({
	cols: columns,
	rows,
	allowProposedApi: true,
	scrollback: 0,
});
const child = spawn(process.execPath, [program, 'demo', '--time-zone', 'utc'], {
	cols: columns,
	rows,
	name: 'xterm-256color',
	// eslint-disable-next-line @typescript-eslint/naming-convention -- The environment's name.
	env: {...process.env, LANG: 'C.UTF-8'},
});
child.onData((data) => {
	terminal.write(data);
});
for (const {keys, wait} of script) {
	child.write(keys);
	// eslint-disable-next-line no-await-in-loop -- A key follows the other.
	await sleep(wait);
}

await writeFile(
	path.join(import.meta.dirname, 'demo.svg'),
	drawSvg(terminal.buffer.active, {columns, rows}),
);
child.kill();
