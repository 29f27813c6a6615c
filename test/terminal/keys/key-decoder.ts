import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {chord, type KeyEvent} from '../../../source/terminal/keys/key.ts';
import {createKeyDecoder} from '../../../source/terminal/keys/key-decoder.ts';

/** A decoder on a clock that is moved by hand. */
function createTyping(hasMouse = false) {
	const events: KeyEvent[] = [];
	let timers: Array<{callback: () => void; due: number}> = [];
	const decoder = createKeyDecoder(
		(event) => {
			events.push(event);
		},
		(callback, milliseconds) => {
			const timer = {callback, due: milliseconds};
			timers.push(timer);
			return () => {
				timers = timers.filter((other) => other !== timer);
			};
		},
		{hasMouse},
	);
	return {
		...decoder,
		events,
		pass(milliseconds: number) {
			for (const timer of timers) {
				timer.due -= milliseconds;
			}

			const due = timers.filter((timer) => timer.due <= 0);
			timers = timers.filter((timer) => timer.due > 0);
			for (const timer of due) {
				timer.callback();
			}
		},
		get chords() {
			return events.map((event) =>
				event.kind === 'key'
					? chord(event)
					: event.kind === 'paste'
						? `paste:${event.text}`
						: `${event.kind === 'wheel' ? `wheel ${event.by}` : 'click'} at ${event.x},${event.y}`,
			);
		},
	};
}

function typed(...chunks: Array<string | Uint8Array>): string[] {
	const typing = createTyping();
	for (const chunk of chunks) {
		typing.push(chunk);
	}

	typing.pass(100);
	return typing.chords;
}

describe('keys', () => {
	it.each([
		['j', 'j'],
		['G', 'G'],
		['?', '?'],
		[' ', 'space'],
		['é', 'é'],
		['東', '東'],
		['😀', '😀'],
		['\r', 'enter'],
		['\n', 'enter'],
		['\t', 'tab'],
		['\u007F', 'backspace'],
		['\u0002', 'ctrl+b'],
		['\u001A', 'ctrl+z'],
		['\u001F', 'ctrl+_'],
		['\0', 'ctrl+space'],
		['\u001B[A', 'up'],
		['\u001BOA', 'up'],
		['\u001B[1;5C', 'ctrl+right'],
		['\u001B[1;2A', 'shift+up'],
		['\u001B[1;3D', 'alt+left'],
		['\u001B[5~', 'pageup'],
		['\u001B[6;5~', 'ctrl+pagedown'],
		['\u001B[6^', 'ctrl+pagedown'],
		['\u001B[3~', 'delete'],
		['\u001B[H', 'home'],
		['\u001B[1~', 'home'],
		['\u001B[4~', 'end'],
		['\u001BOF', 'end'],
		['\u001B[Z', 'shift+tab'],
		['\u001BOP', 'f1'],
		['\u001B[[A', 'f1'],
		['\u001B[24~', 'f12'],
		['\u001Bj', 'alt+j'],
		['\u001B\u001B[A', 'alt+up'],
		['\u001B', 'escape'],
		['\u001B[', 'alt+['],
		['\u001BO', 'alt+O'],
		['\u001B[97;5u', 'ctrl+a'],
		['\u001B[27;5;97~', 'ctrl+a'],
		['\u001B[27u', 'escape'],
		['\u001B[13;2u', 'shift+enter'],
		['\u001B[97;2u', 'A'],
		['\u001BOM', 'enter'],
		['\u001BOr', '2'],
	])('%j is %s', (sequence, name) => {
		expect(typed(sequence)).toEqual([name]);
	});

	it('that arrive together are told one by one', () => {
		expect(typed('jjG\u001B[Bq\u001B')).toEqual([
			'j',
			'j',
			'G',
			'down',
			'q',
			'escape',
		]);
	});

	it('that the network tore apart are whole again', () => {
		expect(typed('\u001B', '[A')).toEqual(['up']);
		expect(typed('\u001B[1', ';5', 'C')).toEqual(['ctrl+right']);
		const [first, second] = [Buffer.from([0xc3]), Buffer.from([0xa9])];
		expect(typed(first, second)).toEqual(['é']);
	});

	it('after an escape are not taken for alt when they come apart', () => {
		expect(typed('\u001B', 'j')).toEqual(['escape', 'j']);
		expect(typed('\u001B', '\u001B[A')).toEqual(['escape', 'up']);
	});

	it('an escape alone is told after a tenth of a second', () => {
		const typing = createTyping();
		typing.push('\u001B');
		typing.pass(99);
		expect(typing.chords).toEqual([]);
		typing.pass(1);
		expect(typing.chords).toEqual(['escape']);
	});

	it.each([
		['where the cursor is', '\u001B[12;40R'],
		['what it is', '\u001B[?62;22c\u001B[>1;10;0c'],
		['that it has the focus', '\u001B[I\u001B[O'],
		['its colour', '\u001B]11;rgb:1e1e/1e1e/1e1e\u001B\\'],
		['its colour, ending in BEL', '\u001B]11;rgb:1e1e/1e1e/1e1e\u0007'],
		['its name', '\u001BP>|XTerm(390)\u001B\\'],
		['a mode', '\u001B[?2026;2$y'],
		['the mouse', '\u001B[<0;10;5M\u001B[<0;10;5m\u001B[M !!'],
		['its keyboard', '\u001B[?1u'],
	])('are not what the terminal reports: %s', (_name, report) => {
		expect(typed(`a${report}b`)).toEqual(['a', 'b']);
	});

	it.each([
		['a colour', '\u001B]11;rgb:1e'],
		['a name', '\u001BP>|XTerm'],
		['a picture', '\u001B_Gi=1'],
	])('come through when the end of an answer is lost: %s', (_name, start) => {
		expect(typed(start, '\u0003')).toEqual(['ctrl+c']);
		expect(typed(`${start}\u001B[A`)).toEqual(['up']);
		const typing = createTyping();
		typing.push(start);
		for (const key of 'qwertz') {
			typing.pass(300);
			typing.push(key);
		}

		expect(typing.chords).toEqual(['r', 't', 'z']);
	});

	it.each([
		['\u001B]', 'alt+]'],
		['\u001BP', 'alt+P'],
		['\u001B_', 'alt+_'],
		['\u001BX', 'alt+X'],
		['\u001B^', 'alt+^'],
	])('behind one that is pressed with alt are keys: %j', (sequence, name) => {
		expect(typed(sequence, 'j', 'k')).toEqual([name, 'j', 'k']);
	});

	it('are the same however they are cut into chunks', () => {
		const input = Buffer.from(
			'aé\u001B[A東\u001B[1;5C\u001B[200~two\nlines\u001B[201~\u001B]11;rgb:0/0/0\u0007z😀',
		);
		const whole = typed(input);
		expect(whole).toEqual([
			'a',
			'é',
			'up',
			'東',
			'ctrl+right',
			'paste:two lines',
			'z',
			'😀',
		]);
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.nat({max: input.length}), {maxLength: 6}),
				(cuts) => {
					const bounds = [0, ...cuts.toSorted((a, b) => a - b), input.length];
					const chunks = bounds
						.slice(1)
						.map((end, index) => input.subarray(bounds[index], end));
					expect(typed(...chunks)).toEqual(whole);
				},
			),
			{numRuns: 500},
		);
	});
});

describe('the mouse', () => {
	const pointed = (...chunks: readonly string[]) => {
		const typing = createTyping(true);
		for (const chunk of chunks) {
			typing.push(chunk);
		}

		typing.pass(1000);
		return typing.chords;
	};

	it.each([
		['a click', '\u001B[<0;10;5M\u001B[<0;10;5m', ['click at 9,4']],
		['the wheel up', '\u001B[<64;1;1M', ['wheel -1 at 0,0']],
		['the wheel down', '\u001B[<65;3;2M', ['wheel 1 at 2,1']],
		['the wheel with ctrl held', '\u001B[<81;3;2M', ['wheel 1 at 2,1']],
		['what is beyond column 223', '\u001B[<0;300;120M', ['click at 299,119']],
		[
			'a wheel that is turned fast',
			'\u001B[<64;1;1M\u001B[<64;1;1Mj',
			['wheel -1 at 0,0', 'wheel -1 at 0,0', 'j'],
		],
		['an escape before it', '\u001B\u001B[<0;2;2M', ['escape', 'click at 1,1']],
		['a key before it', 'q\u001B[<0;2;2M', ['q', 'click at 1,1']],
	])('tells of %s', (_name, report, deeds) => {
		expect(pointed(report)).toEqual(deeds);
	});

	it.each([
		['the other buttons', '\u001B[<1;10;5M\u001B[<2;10;5M'],
		['a click with a key held', '\u001B[<4;10;5M\u001B[<8;1;1M'],
		['the pointer that moves', '\u001B[<35;10;5M\u001B[<32;10;6M'],
		['the wheel sideways', '\u001B[<66;10;5M\u001B[<67;10;5M'],
		['reports of old', '\u001B[M !!'],
		['nothing that could be', '\u001B[<0;1M\u001B[<;;M\u001B[<0;1;2;3M'],
	])('tells nothing of %s', (_name, report) => {
		expect(pointed(`a${report}b`)).toEqual(['a', 'b']);
	});

	it('is the same however its reports are cut, and types nothing', () => {
		const report = '\u001B[<65;120;40M';
		for (let cut = 1; cut < report.length; cut++) {
			expect(pointed(report.slice(0, cut), report.slice(cut), 'j')).toEqual([
				'wheel 1 at 119,39',
				'j',
			]);
		}
	});

	it('types nothing where a slow network cuts its reports', () => {
		const report = '\u001B[<65;12;4M';
		for (let cut = 1; cut < report.length; cut++) {
			const typing = createTyping(true);
			typing.push(report.slice(0, cut));
			typing.pass(150);
			typing.push(report.slice(cut));
			typing.pass(1000);
			expect(typing.chords.at(-1)).toBe('wheel 1 at 11,3');
			expect(typing.chords.slice(0, -1)).toEqual(
				['', 'escape', 'alt+['].slice(cut, cut + 1),
			);
		}
	});
});

describe('a paste', () => {
	const paste = (text: string) => `\u001B[200~${text}\u001B[201~`;

	it('is one event on one line', () => {
		expect(typed(`a${paste('b\r\nc\td\n')}e`)).toEqual([
			'a',
			'paste:b c d',
			'e',
		]);
	});

	it('holds nothing but text', () => {
		expect(typed(paste('rm \u001B[2J\u0003\u0000x'))).toEqual([
			'paste:rm [2Jx',
		]);
	});

	it('that never ends is told after a while', () => {
		const typing = createTyping();
		typing.push('\u001B[200~lost');
		typing.pass(5000);
		typing.push('j');
		expect(typing.chords).toEqual(['paste:lost', 'j']);
	});

	it('that never ends is ended by ctrl+c, which is a key then', () => {
		expect(typed('\u001B[200~lost', ' in the net', '\u0003')).toEqual([
			'paste:lost in the net',
			'ctrl+c',
		]);
	});

	it('that the terminal does not tell from typing is one by its length, and no key of it is pressed', () => {
		const text = 'quit now\r'.repeat(200);
		const typing = createTyping();
		for (const part of [text, 'q and the rest']) {
			typing.push(part);
		}

		typing.pass(100);
		typing.push('q');
		expect(typing.chords).toEqual([
			`paste:${text.replaceAll('\r', ' ')}q and the rest`,
			'q',
		]);
	});

	it('is not what a key sends that is held down', () => {
		expect(typed('j'.repeat(2000))).toHaveLength(2000);
	});
});
