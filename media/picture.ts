/**
Types the demo and draws what its terminal shows, at 120 × 34: `npm run build && npx tsx media/picture.ts`.

`demo.svg` is one moment of it for the readme, `tour.svg` the way there, a moment after each key.
*/
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {drawSvg, type Picture, takePicture} from './svg.ts';

const size = {columns: 120, rows: 34, seconds: 3};
const program = path.join(import.meta.dirname, '../dist/cli.js');
/** What is typed, and what is waited for before the picture, in milliseconds. The new kind of error shows after some 26 s. */
const script = [
	{keys: '', wait: 4000},
	{keys: '', wait: 30_000},
	{keys: 'w', wait: 1500},
	{keys: 'k', wait: 1500, isReadme: true},
	{keys: '!', wait: 1500},
	{keys: '\u{1B}', wait: 1000},
	{keys: 'a', wait: 1000},
	{keys: '/checkout', wait: 1500},
	{keys: '\r', wait: 2500},
	{keys: 'x', wait: 1000},
	{keys: 'p', wait: 8000},
	{keys: '\u{1B}', wait: 1000},
	{keys: '?', wait: 1500},
] as const;

const terminal = new xterm.Terminal({
	cols: size.columns,
	rows: size.rows,
	allowProposedApi: true,
	scrollback: 0,
});
const child = spawn(process.execPath, [program, 'demo', '--time-zone', 'utc'], {
	cols: size.columns,
	rows: size.rows,
	name: 'xterm-256color',
	// eslint-disable-next-line @typescript-eslint/naming-convention -- The environment's name.
	env: {...process.env, LANG: 'C.UTF-8'},
});
child.onData((data) => {
	terminal.write(data);
});
const pictures: Picture[] = [];
for (const {keys, wait, ...step} of script) {
	child.write(keys);
	// eslint-disable-next-line no-await-in-loop -- A key follows the other.
	await sleep(wait);
	const picture = takePicture(terminal.buffer.active, size);
	pictures.push(picture);
	if ('isReadme' in step) {
		// eslint-disable-next-line no-await-in-loop -- As above.
		await write('demo.svg', [picture]);
	}
}

await write('tour.svg', pictures);
child.kill();

async function write(name: string, shown: readonly Picture[]): Promise<void> {
	await writeFile(path.join(import.meta.dirname, name), drawSvg(shown, size));
}
