import {Buffer} from 'node:buffer';
import process from 'node:process';
import {Screen} from '../source/terminal/screen/screen.ts';
import {fit} from '../source/text/cut.ts';
import {createRandom} from './corpus.ts';

// Bytes and time of frames at 160 × 45 with a list of 41 rows; JSON on standard output. `npx tsx benchmark/screen.ts`

const columns = 160;
const rows = 45;
const listTop = 3;
const listHeight = 41;
const entryCount = 5000;
const runs = 300;

const random = createRandom(1);
const words =
	'upstream timeout after path=/cart attempt checkout GET POST 200 504 cache miss user session region retry'.split(
		' ',
	);

function createMessage(length: number): string {
	let message = '';
	while (message.length < length) {
		message += `${words[Math.floor(random() * words.length)] ?? ''} `;
	}

	return message.slice(0, length);
}

function measure(messageLength: number) {
	const entries = Array.from(
		{length: entryCount},
		(_, index) =>
			`12:${String(Math.floor(index / 60) % 60).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}.${String(Math.floor(random() * 1000)).padStart(3, '0')} \u001B[33mW\u001B[0m europe-west3  ${createMessage(messageLength)}`,
	);
	let top = 1000;
	let selected = 1000;
	let bytes = 0;
	let now = 0;
	let flush: (() => void) | undefined;
	const screen = new Screen({
		write(text, written) {
			bytes += Buffer.byteLength(text);
			written();
		},
		size: () => ({columns, rows}),
		startTimer(callback) {
			flush = callback;
			return () => {
				flush = undefined;
			};
		},
		now: () => now,
	});
	const surface = screen.create({
		row(index, width) {
			const at = top + index;
			const gutter = at === selected ? '\u001B[36m▌\u001B[0m' : ' ';
			return fit(gutter + (entries[at] ?? ''), width);
		},
	});
	surface.place({x: 0, y: listTop, width: columns, height: listHeight});
	flush?.();

	const time = (change: () => void) => {
		const samples: Array<{bytes: number; milliseconds: number}> = [];
		for (let run = 0; run < runs; run++) {
			change();
			now += 1000;
			bytes = 0;
			const start = performance.now();
			surface.invalidate();
			flush?.();
			samples.push({bytes, milliseconds: performance.now() - start});
		}

		const median = (values: number[]) =>
			values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
		return {
			bytes: median(samples.map((sample) => sample.bytes)),
			milliseconds: Number(
				median(samples.map((sample) => sample.milliseconds)).toFixed(3),
			),
		};
	};

	return {
		rowLength: (entries[0] ?? '').length - 8,
		scrollDown: time(() => {
			top++;
			selected = top + listHeight - 1;
		}),
		scrollUp: time(() => {
			top--;
			selected = top;
		}),
		moveMark: time(() => {
			selected = selected === top + 5 ? top + 6 : top + 5;
		}),
		appendFive: time(() => {
			top += 5;
			selected = top + listHeight - 1;
		}),
		page: time(() => {
			top = top > 3000 ? 100 : top + listHeight;
			selected = top;
		}),
		nothing: time(() => {
			/* The rows are the same. */
		}),
	};
}

console.log(
	JSON.stringify(
		{
			node: process.version,
			columns,
			rows,
			shortRows: measure(45),
			fullRows: measure(125),
		},
		undefined,
		'\t',
	),
);
