/* eslint-disable no-await-in-loop -- tmux answers one command after the other. */
/* eslint-disable @typescript-eslint/naming-convention -- Names of the environment. */
/* eslint-disable no-control-regex -- Sequences begin with ESC. */
import {Buffer} from 'node:buffer';
import {
	type ChildProcess,
	execFileSync,
	spawn,
	spawnSync,
} from 'node:child_process';
import {type FileHandle, mkdtemp, open, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {applySgr, plain, type Style} from '../../source/text/style.ts';

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/** A pane of a real tmux that shows whatever is written to it. */
export type TmuxPane = {
	readonly write: (bytes: string) => Promise<void>;
	/** Each row: its texts, each after its style where it has one. */
	readonly rows: () => Promise<string[]>;
	/** Each row as text, without blanks at its end. */
	readonly text: () => Promise<string[]>;
};

export type TmuxTerminal = {
	readonly panes: readonly TmuxPane[];
	readonly resize: (columns: number, rows: number) => Promise<void>;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** A tmux of its own, with some panes of the same size. Asks without timers, so that a test may have time stand still. */
export async function openTmux(
	columns: number,
	rows: number,
	paneCount: number,
): Promise<TmuxTerminal> {
	const folder = await mkdtemp(path.join(tmpdir(), 'deplog-tmux-'));
	const socket = path.join(folder, 'socket');
	const fifos = Array.from({length: paneCount}, (_, index) =>
		path.join(folder, `pane-${index}`),
	);
	execFileSync('mkfifo', fifos);
	const client = spawn(
		'tmux',
		[
			'-u',
			'-S',
			socket,
			'-f',
			'/dev/null',
			'-C',
			'new-session',
			showing(fifos[0]),
		],
		{
			env: {
				...process.env,
				LC_ALL: 'C.UTF-8',
				TERM: 'xterm-256color',
				TMUX: '',
			},
			stdio: ['pipe', 'pipe', 'ignore'],
		},
	);
	const ask = createAsking(client);
	await ask();
	await ask('refresh-client -f no-output');
	await ask('set-option -g status off');
	for (const fifo of fifos.slice(1)) {
		await ask(`new-window -d "${showing(fifo)}"`);
	}

	// Earlier, tmux 3.3 would end when a window is added.
	await ask('set-option -g window-size manual');
	const resize = async (newColumns: number, newRows: number) => {
		for (const index of fifos.keys()) {
			await ask(`resize-window -t :${index} -x ${newColumns} -y ${newRows}`);
		}
	};

	await resize(columns, rows);
	const inputs = await Promise.all(fifos.map(async (fifo) => open(fifo, 'w')));
	return {
		panes: inputs.map((input, index) => createPane(input, index, ask)),
		resize,
		async [Symbol.asyncDispose]() {
			spawnSync('tmux', ['-S', socket, 'kill-server']);
			await Promise.all(inputs.map(async (input) => input.close()));
			await rm(folder, {recursive: true});
		},
	};
}

type Ask = (command?: string) => Promise<string[]>;

function showing(fifo = ''): string {
	return `stty raw -echo; exec cat ${fifo}`;
}

function createPane(input: FileHandle, index: number, ask: Ask): TmuxPane {
	let writeCount = 0;
	return {
		async write(bytes) {
			for (const piece of pieces(bytes)) {
				const title = `written ${writeCount++}`;
				await input.writeFile(`${piece}\u001B]2;${title}\u0007`);
				let shown = '';
				while (shown !== title) {
					[shown = ''] = await ask(
						`display-message -p -t :${index} "#{pane_title}"`,
					);
				}
			}
		},
		rows: async () => visibleRows(await ask(`capture-pane -p -e -t :${index}`)),
		async text() {
			const rows = await ask(`capture-pane -p -t :${index}`);
			return rows.map((row) => row.trimEnd());
		},
	};
}

/** In bytes: so much is read in one go. */
const mostAtOnce = 1000;

/** An emoji of which tmux 3.3 reads one half and then the other is drawn another way. */
function pieces(bytes: string): string[] {
	const all = [''];
	for (const part of bytes.split(/(?=\u{1B})/v)) {
		const last = all.length - 1;
		const joined = `${all[last] ?? ''}${part}`;
		if (Buffer.byteLength(joined) > mostAtOnce) {
			all.push(part);
		} else {
			all[last] = joined;
		}
	}

	return all;
}

/** The same for rows that look the same: tmux tells, too, in which colour a blank is. */
function visibleRows(rows: readonly string[]): string[] {
	let style = plain;
	return rows.map((row) => {
		let shown = '';
		let shownStyle = plain;
		for (const [index, part] of row.split(/\u{1B}\[([\d;:]*)m/v).entries()) {
			if (index % 2 === 1) {
				style = applySgr(style, part);
				continue;
			}

			for (const [word] of part.matchAll(/ +|[^ ]+/gv)) {
				const wordStyle = word.startsWith(' ') ? onBlanks(style) : style;
				shown += wordStyle === shownStyle ? word : `<${wordStyle}>${word}`;
				shownStyle = wordStyle;
			}
		}

		return shown.replace(/(?:<>| )+$/v, '');
	});
}

/** What is to be seen of a style where nothing is written. */
function onBlanks(style: Style): Style {
	return applySgr(style, '22;23;39');
}

/** Speaks tmux's control mode: each command is answered by a block of lines. */
function createAsking(client: ChildProcess): Ask {
	const waiting: Array<(lines: string[]) => void> = [];
	let rest = '';
	let block: string[] | undefined;
	client.stdout?.setEncoding('utf8').on('data', (data: string) => {
		const lines = (rest + data).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			if (block === undefined) {
				block = line.startsWith('%begin ') ? [] : undefined;
			} else if (/^%(?:end|error) \d+ \d+ \d+$/v.test(line)) {
				waiting.shift()?.(block);
				block = undefined;
			} else {
				block.push(line);
			}
		}
	});
	return async (command) =>
		new Promise((resolve) => {
			waiting.push(resolve);
			if (command !== undefined) {
				client.stdin?.write(`${command}\n`);
			}
		});
}
