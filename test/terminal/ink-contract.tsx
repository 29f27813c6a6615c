import {Box, render, Text, useInput, usePaste} from 'ink';
import {createElement} from 'react';
import {describe, expect, it, vi} from 'vitest';
import inkPackage from '../../node_modules/ink/package.json' with {type: 'json'};
import {createInkStdout} from '../../source/terminal/ink-stdout.ts';
import {InkStdin} from '../../source/terminal/ink-stdin.ts';

// If any of this fails after an upgrade of Ink: read what Ink now writes in debug mode, and change ink-stdout.ts and the screen to it before this test.

const escape = '\u001B';

function Frame({title}: {readonly title: string}) {
	useInput(() => {
		/* Makes Ink read keys. */
	});
	usePaste(() => {
		/* Makes Ink set a mode of the terminal. */
	});
	return createElement(
		Box,
		{width: '100%', height: 4, borderStyle: 'round', flexDirection: 'column'},
		createElement(Text, {}, `${escape}[31m${title}${escape}[39m`),
		createElement(Text, {}, '東京'),
	);
}

function start() {
	const size = {columns: 20, rows: 6};
	const frames: string[] = [];
	const stdout = createInkStdout({
		size: () => size,
		onFrame(frame) {
			frames.push(frame);
		},
	});
	const {stream} = stdout;
	const recorded = vi.spyOn(stream, 'write');
	const instance = render(createElement(Frame, {title: 'one'}), {
		stdout: stream,
		stdin: new InkStdin().stream,
		debug: true,
		interactive: true,
		patchConsole: false,
		exitOnCtrlC: false,
	});
	return {
		size,
		writes: () => recorded.mock.calls.map(([text]) => String(text)),
		frames,
		stdout,
		instance,
	};
}

const frameOf = (title: string, width: number) =>
	[
		`╭${'─'.repeat(width - 2)}╮`,
		`│${escape}[31m${title}${escape}[39m${' '.repeat(width - 2 - title.length)}│`,
		`│東京${' '.repeat(width - 6)}│`,
		`╰${'─'.repeat(width - 2)}╯`,
	].join('\n');

describe('Ink, as the screen relies on it', () => {
	it('is the version that was read', () => {
		expect(inkPackage.version).toBe('8.0.0');
	});

	it('writes each frame whole, at once, and nothing that moves the cursor', async () => {
		const {writes, frames, instance} = start();
		instance.rerender(createElement(Frame, {title: 'two'}));
		expect(frames).toEqual([frameOf('one', 20), frameOf('two', 20)]);
		await instance.waitUntilRenderFlush();
		instance.unmount();
		await instance.waitUntilExit();
		const others = writes().filter((text) => !frames.includes(text));
		expect(new Set(others)).toEqual(
			new Set(['', `${escape}[?2004h`, `${escape}[?25h`, `${escape}[?2004l`]),
		);
	});

	it('draws a frame in the new size at once', () => {
		const {size, frames, stdout, instance} = start();
		for (const columns of [16, 30]) {
			size.columns = columns;
			stdout.resize();
			expect(frames.at(-1)).toBe(frameOf('one', columns));
		}

		expect(frames.every((frame) => frame.split('\n').length === 4)).toBe(true);
		instance.unmount();
	});
});
