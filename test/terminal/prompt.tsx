import {render, Text} from 'ink';
import TextInput from 'ink-text-input';
import {createElement, useState, useSyncExternalStore} from 'react';
import {expect, it, vi} from 'vitest';
import {createInkStdout} from '../../source/terminal/screen/ink-stdout.ts';
import {chord} from '../../source/terminal/keys/key.ts';
import {createKeys} from '../../source/terminal/keys/keys.ts';
import {startTimer} from '../../source/terminal/timer.ts';
import {until} from '../helpers/until.ts';

/** A program with a prompt that `/` opens and enter closes, on Ink as deplog runs it. */
function createProgram() {
	let isOpen = false;
	const listeners = new Set<() => void>();
	const setOpen = (value: boolean) => {
		isOpen = value;
		for (const listener of listeners) {
			listener();
		}
	};

	const submitted: string[] = [];
	const commands: string[] = [];

	function Prompt() {
		const [value, setValue] = useState('');
		return createElement(TextInput, {
			value,
			onChange: setValue,
			onSubmit(text) {
				submitted.push(text);
				setOpen(false);
			},
		});
	}

	function App() {
		const isPromptOpen = useSyncExternalStore(
			(listener) => {
				listeners.add(listener);
				return () => {
					listeners.delete(listener);
				};
			},
			() => isOpen,
		);
		return isPromptOpen
			? createElement(Prompt)
			: createElement(Text, {}, 'list');
	}

	const keys = createKeys({
		handle(event) {
			if (isOpen) {
				return false;
			}

			const command = event.kind === 'key' ? chord(event) : event.text;
			commands.push(command);
			if (command === '/') {
				setOpen(true);
			}

			return true;
		},
		startTimer,
	});
	let frame = '';
	const stdout = createInkStdout({
		size: () => ({columns: 80, rows: 24}),
		onFrame(text) {
			frame = text;
		},
	});
	const instance = render(createElement(App), {
		stdout: stdout.stream,
		stdin: keys.inkStdin.stream,
		debug: true,
		interactive: true,
		patchConsole: false,
		exitOnCtrlC: false,
	});
	return {keys, submitted, commands, instance, frame: () => frame};
}

it('a prompt loses nothing that is typed in one go, and nothing of it is a command', async () => {
	const program = createProgram();
	program.keys.push('j/wed?q1\rG/GET /cart\rq');
	await until(() => {
		expect(program.commands).toEqual(['j', '/', 'G', '/', 'q']);
	});
	expect(program.submitted).toEqual(['wed?q1', 'GET /cart']);
	program.instance.unmount();
});

it('a prompt takes a paste whole, among keys', async () => {
	const program = createProgram();
	program.keys.push('/a\u001B[200~two\nlines\u001B[201~b\u007F\u001B[Dc\r');
	await until(() => {
		expect(program.submitted).toEqual(['atwo linecs']);
	});
	program.instance.unmount();
});

it('a prompt gets more keys than a screen has cells', async () => {
	const program = createProgram();
	const text = 'abcdefghij'.repeat(50);
	program.keys.push(`/${text}\r`);
	await vi.waitFor(
		() => {
			expect(program.submitted).toEqual([text]);
		},
		{timeout: 30_000},
	);
	program.instance.unmount();
});
