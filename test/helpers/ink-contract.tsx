import {Box, type render, Text} from 'ink';
import {createElement} from 'react';
import {
	createInkOptions,
	createInkStdout,
} from '../../source/terminal/screen/ink-stdout.ts';

/** What the screen draws with. */
export type Ink = {readonly version: string; readonly render: typeof render};

/** The version of which was read what it writes. */
const versionRead = '8.0.0';
const whatToDo =
	'Read what Ink writes in debug mode now, suit terminal/ink-stdout.ts and the screen to it, then test/helpers/ink-contract.tsx.';

const escape = '\u001B';
/** Written besides frames: nothing, to learn that all was written, and modes. */
const others = new Set([
	'',
	`${escape}[?2004h`,
	`${escape}[?25h`,
	`${escape}[?2004l`,
]);

/** What an Ink does otherwise than the screen relies on, each in a sentence that says what to do. */
export async function inkComplaints(ink: Ink): Promise<string[]> {
	const complaints = [
		...(ink.version === versionRead
			? []
			: [`its version is not ${versionRead}`]),
		...(await framesComplaints(ink)),
		...resizeComplaints(ink),
		...besideComplaints(ink),
	];
	return complaints.map(
		(complaint) => `Ink ${ink.version}: ${complaint}. ${whatToDo}`,
	);
}

async function framesComplaints(ink: Ink): Promise<string[]> {
	const {frames, writes, instance} = start(ink);
	instance.rerender(createElement(Frame, {title: 'two'}));
	const expected = [frameOf('one', 20), frameOf('two', 20)];
	const atOnce = [...frames];
	await instance.waitUntilRenderFlush();
	instance.unmount();
	await instance.waitUntilExit();
	const strange = writes.find(
		(text) => !others.has(text) && !expected.includes(text),
	);
	return [
		...(isSame(atOnce, expected)
			? []
			: ['a change is not one whole frame, written at once']),
		...(strange === undefined
			? []
			: [`it writes ${JSON.stringify(strange)}, which is no whole frame`]),
	];
}

function resizeComplaints(ink: Ink): string[] {
	const {size, frames, stdout, instance} = start(ink);
	const isLate = [16, 30].some((columns) => {
		size.columns = columns;
		stdout.resize();
		return frames.at(-1) !== frameOf('one', columns);
	});
	instance.unmount();
	return isLate ? ['a new size is not drawn at once'] : [];
}

/** The dock draws beside the house. */
function besideComplaints(ink: Ink): string[] {
	const house = start(ink);
	const dock = start(ink);
	dock.instance.rerender(createElement(Frame, {title: 'two'}));
	const isApart =
		house.frames.at(-1) === frameOf('one', 20) &&
		dock.frames.at(-1) === frameOf('two', 20);
	house.instance.unmount();
	dock.instance.unmount();
	return isApart ? [] : ['two cannot draw at once, each its own frames'];
}

function start(ink: Ink) {
	const size = {columns: 20, rows: 6};
	const frames: string[] = [];
	const writes: string[] = [];
	const stdout = createInkStdout({
		size: () => size,
		onFrame(frame) {
			frames.push(frame);
		},
	});
	const {stream} = stdout;
	const write = stream.write.bind(stream);
	Object.defineProperty(stream, 'write', {
		configurable: true,
		value(text: string, callback?: () => void) {
			writes.push(text);
			return write(text, callback);
		},
	});

	return {
		size,
		writes,
		frames,
		stdout,
		instance: ink.render(
			createElement(Frame, {title: 'one'}),
			createInkOptions(stdout),
		),
	};
}

function Frame({title}: {readonly title: string}) {
	return createElement(
		Box,
		{width: '100%', height: 4, borderStyle: 'round', flexDirection: 'column'},
		createElement(Text, {}, `${escape}[31m${title}${escape}[39m`),
		createElement(Text, {}, '東京'),
	);
}

function frameOf(title: string, width: number): string {
	return [
		`╭${'─'.repeat(width - 2)}╮`,
		`│${escape}[31m${title}${escape}[39m${' '.repeat(width - 2 - title.length)}│`,
		`│東京${' '.repeat(width - 6)}│`,
		`╰${'─'.repeat(width - 2)}╯`,
	].join('\n');
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && a.every((one, index) => one === b[index]);
}
