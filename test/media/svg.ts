import xterm from '@xterm/headless';
import {expect, test} from 'vitest';
import {drawSvg, takePicture} from '../../media/svg.ts';

const size = {columns: 12, rows: 1, seconds: 2};

async function draw(text: string): Promise<string> {
	const terminal = new xterm.Terminal({
		cols: size.columns,
		rows: size.rows,
		allowProposedApi: true,
	});
	await new Promise<void>((resolve) => {
		terminal.write(text, resolve);
	});
	return drawSvg([takePicture(terminal.buffer.active, size)], size);
}

test.each([
	['spaces keep their room', 'a  b', '<text x="0 25.2" y="13"', '>ab</text>'],
	[
		'what takes two cells moves nothing behind it',
		'漢x',
		'x="0 16.8"',
		'>漢x</text>',
	],
	['a cluster stands alone', 'e\u0301x', '<text x="0"', '>e\u0301</text>'],
	['markup is text', '<&>', 'x="0 8.4 16.8"', '>&lt;&amp;&gt;</text>'],
	['a line reaches its neighbours', '─', '<path', 'H0M4.2 9H8.4'],
])('%s', async (_, text, ...expected) => {
	const drawn = await draw(text);
	for (const part of expected) {
		expect(drawn).toContain(part);
	}
});

test('several pictures follow each other, and rows that are the same are drawn once', () => {
	const drawn = drawSvg([['<a/>'], ['<a/>'], ['<b/>']], size);
	expect(drawn.match(/<a\/>/gv)).toHaveLength(1);
	expect(drawn).toContain('animation-delay:4s');
	expect(drawn).toContain('infinite');
});
