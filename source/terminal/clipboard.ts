import {Buffer} from 'node:buffer';
import {randomBytes} from 'node:crypto';
import {writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {spawn} from 'node:child_process';

/** Gives a text to every clipboard that can be had from here. */
export async function copyText(
	text: string,
	options: ClipboardOptions,
): Promise<Copied> {
	const tmux = await copyToTmux(text, options);
	const ways = [
		await copyToDesktop(text, options),
		tmux ?? askTerminal(text, options),
	].filter((way) => way !== undefined);
	if (ways.length > 0) {
		return joinWays(ways);
	}

	const short = `written to ${await writeTo(options.folder ?? tmpdir(), text)}`;
	return {words: `no clipboard was found; ${short}`, short};
}

type ClipboardOptions = {
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** Writes to the terminal between two frames. */
	readonly write: (bytes: string) => void;
	readonly platform?: NodeJS.Platform;
	/** Where a text goes that finds no clipboard. */
	readonly folder?: string;
};

/** Where a text is now, and what is not certain of it: in words, and in few words. */
export type Copied = {readonly words: string; readonly short: string};

/** Longer than any tool needs that is there and well. */
const mostMilliseconds = 2000;

const asked: Copied = {
	words: 'handed to the terminal, which does not say if it took it',
	short: 'handed to the terminal',
};

function joinWays(ways: readonly Copied[]): Copied {
	return {
		words: ways.map(({words}) => words).join('; '),
		short: ways.map(({short}) => short).join('; '),
	};
}

/** The sequence for a clipboard (OSC 52) does not get through every setting of tmux; its own command does, and tmux asks the terminal. */
async function copyToTmux(
	text: string,
	{environment}: ClipboardOptions,
): Promise<Copied | undefined> {
	if (!environment['TMUX']) {
		return undefined;
	}

	if (await runTool(['tmux', 'load-buffer', '-w', '-'], text)) {
		return joinWays([{words: "in tmux's buffer", short: 'tmux'}, asked]);
	}

	// Before 3.2 tmux asked nobody.
	return (await runTool(['tmux', 'load-buffer', '-'], text))
		? {
				words: "in tmux's buffer, not on the terminal's clipboard",
				short: 'tmux alone',
			}
		: undefined;
}

/** Terminals drop longer sequences, or take seconds for them. */
const mostSequenceCharacters = 100_000;

function askTerminal(
	text: string,
	{environment, write}: ClipboardOptions,
): Copied | undefined {
	const encoded = Buffer.from(text).toString('base64');
	if (encoded.length > mostSequenceCharacters || !mayKnowOsc52(environment)) {
		return undefined;
	}

	write(`\u001B]52;c;${encoded}\u0007`);
	return asked;
}

/** Most terminals do, and none says so; these are known not to. */
function mayKnowOsc52({
	TERM: term = '',
	TERM_PROGRAM: program,
	STY: screen,
}: ClipboardOptions['environment']): boolean {
	return (
		!/^(?:dumb$|linux|vt\d)/v.test(term) &&
		program !== 'Apple_Terminal' &&
		!screen
	);
}

/** The desktop's own tool, where the desktop is on this machine. */
async function copyToDesktop(
	text: string,
	{environment, platform = process.platform}: ClipboardOptions,
): Promise<Copied | undefined> {
	const isRemote = environment['SSH_CONNECTION'] ?? environment['SSH_TTY'];
	for (const tool of isRemote ? [] : toolsOf(environment, platform)) {
		// eslint-disable-next-line no-await-in-loop -- The second one only where the first one is not there.
		if (await runTool(tool, text)) {
			return {words: `on the clipboard, by ${tool[0]}`, short: 'clipboard'};
		}
	}

	return undefined;
}

function toolsOf(
	environment: ClipboardOptions['environment'],
	platform: NodeJS.Platform,
): ReadonlyArray<readonly string[]> {
	if (platform === 'darwin') {
		return [['pbcopy']];
	}

	return [
		...(environment['WAYLAND_DISPLAY'] ? [['wl-copy']] : []),
		...(environment['DISPLAY']
			? [
					['xclip', '-selection', 'clipboard'],
					['xsel', '--clipboard', '--input'],
				]
			: []),
	];
}

async function writeTo(folder: string, text: string): Promise<string> {
	const file = path.join(
		folder,
		`deplog-${randomBytes(4).toString('hex')}.txt`,
	);
	await writeFile(file, text, {mode: 0o600, flag: 'wx'});
	return file;
}

/** Runs a program, gives it `text` to read, and says whether it took it all and ended well. */
async function runTool(
	[program = '', ...words]: readonly string[],
	text: string,
): Promise<boolean> {
	return new Promise((resolve) => {
		const child = spawn(program, words, {
			stdio: ['pipe', 'ignore', 'ignore'],
			timeout: mostMilliseconds,
		});
		child.on('error', () => {
			resolve(false);
		});
		child.on('exit', (code) => {
			resolve(code === 0);
		});
		// One that ends without having read all says so by its exit code.
		child.stdin.on('error', () => undefined);
		child.stdin.end(text);
	});
}
