import {expect, it} from 'vitest';
import {pressOf} from '../../../source/terminal/keys/key.ts';
import {createKeys} from '../../../source/terminal/keys/input.ts';
import {startTimer} from '../../../source/terminal/timer.ts';
import {createKeyHandler} from '../../../source/ui/keys/dispatch.ts';
import {keyMap} from '../../../source/ui/frame/key-map.ts';
import {createReader} from '../../helpers/reader.ts';
import {until} from '../../helpers/until.ts';

/** A reader at a terminal: what is pushed are bytes. */
function createTyping() {
	const {store, setting} = createReader();
	const asked: string[] = [];
	const rim = {
		quit() {
			asked.push('quit');
		},
		explore() {
			// No other deployment is asked for.
		},
		suspend() {
			// Nobody presses ctrl+z.
		},
		repaint() {
			// Nobody presses ctrl+l.
		},
		submitTime() {
			// Nobody asks for a time.
		},
		takeAway() {
			// Nothing is taken.
		},
	};
	const handle = createKeyHandler(store, rim, {keyMap, setting});
	let turns = 0;
	let isInTurn = false;
	const keys = createKeys({
		handle(event) {
			if (!isInTurn) {
				isInTurn = true;
				turns++;
				queueMicrotask(() => {
					isInTurn = false;
				});
			}

			return handle(pressOf(event));
		},
		startTimer,
	});
	return {
		keys,
		store,
		asked,
		mode: () => store.get().screen.mode,
		/** How often what keys have changed could be drawn. */
		turns: () => turns,
	};
}

it('a prompt loses nothing that is typed in one go, and nothing of it is a command', async () => {
	const {keys, store, asked} = createTyping();
	keys.push('j/wed?q1\rG/GET /cart\rq');
	await until(() => {
		expect(asked).toEqual(['quit']);
	});
	expect(store.get().texts).toEqual(['GET /cart', 'wed?q1']);
});

it('what is typed before anybody handles keys, or between two who do, waits', async () => {
	const handled: string[] = [];
	const keys = createKeys({startTimer});
	const handleBy = (name: string) => {
		keys.handleBy((event) => {
			handled.push(`${name} ${event.kind === 'key' ? event.name : ''}`);
			return false;
		});
	};

	keys.push('ab');
	handleBy('first');
	await until(() => {
		expect(handled).toEqual(['first a', 'first b']);
	});
	keys.handleBy(undefined);
	keys.push('c');
	handleBy('second');
	await until(() => {
		expect(handled.at(-1)).toBe('second c');
	});
});

it('a prompt takes a paste whole, among keys', async () => {
	const {keys, mode} = createTyping();
	keys.push('/a\u001B[200~two\nlines\u001B[201~b\u007F\u001B[Dc');
	await until(() => {
		expect(mode()).toMatchObject({kind: 'text', value: 'atwo linecs'});
	});
});

it('a prompt gets more keys than a screen has cells', async () => {
	const {keys, mode} = createTyping();
	const text = 'abcdefghij'.repeat(200);
	keys.push(`/${text}`);
	await until(() => {
		expect(mode()).toMatchObject({kind: 'text', value: text});
	});
});

it('what is typed in one go is drawn some dozen keys at once, and each other key by itself', async () => {
	const {keys, mode, turns} = createTyping();
	const text = 'abcdefghij'.repeat(20);
	keys.push(`jj/${text}\u001B[Dz`);
	await until(() => {
		expect(mode()).toMatchObject({
			value: `${text.slice(0, -1)}z${text.slice(-1)}`,
		});
	});
	expect(turns()).toBeLessThan(5 + text.length / 20);
});

it('escape and a letter that come together are two keys', async () => {
	const {keys, store, mode} = createTyping();
	keys.push('/abc\u001Be');
	await until(() => {
		expect(store.get().logs.query.filter.levels).toEqual(['error']);
	});
	expect(mode().kind).toBe('list');
	keys.push('\u001Ba\u001B?\u001Bq');
	await until(() => {
		expect(store.get().logs.query.filter.levels).toEqual([]);
	});
	expect(mode().kind).toBe('list');
});

it.each([
	['alt and an arrow', '\u001B[1;3D'],
	['alt and b', '\u001Bb'],
	['ctrl and an arrow', '\u001B[1;5D'],
])('%s is a word back at a prompt', async (_name, bytes) => {
	const {keys, mode} = createTyping();
	keys.push(`/one two${bytes}a `);
	await until(() => {
		expect(mode()).toMatchObject({kind: 'text', value: 'one a two'});
	});
});
