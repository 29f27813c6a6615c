import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Rectangle, type Surface} from '../../../source/ui/look/surface.ts';
import {Screen} from '../../../source/terminal/screen/screen.ts';
import {visibleText} from '../../../source/text/highlight.ts';
import {fit} from '../../../source/text/cut.ts';
import {sanitize} from '../../../source/text/sanitize.ts';
import {createVirtualTerminal} from '../../helpers/terminal-cells.ts';
import {hostileText} from '../../helpers/hostile-text.ts';

/** What is to be seen: Ink's frame, and a list that is painted over it. */
type Scene = {
	columns: number;
	rows: number;
	frame: string[];
	list: string[];
	top: number;
	selected: number;
	rectangle: Rectangle;
};

function listRow(scene: Scene, index: number, width: number): string {
	const at = scene.top + index;
	const mark = at === scene.selected ? '\u001B[33m▌\u001B[0m' : ' ';
	return fit(mark + (scene.list[at] ?? ''), width);
}

/** A screen that shows a scene on a virtual terminal. */
function createViewing(scene: Scene) {
	const terminal = createVirtualTerminal(scene.columns, scene.rows);
	let written = '';
	let pending = '';
	const screen = new Screen({
		write(bytes, done) {
			pending += bytes;
			written += bytes;
			done();
		},
		size: () => scene,
		startTimer: () => () => {
			/* Every request of this test is urgent. */
		},
		now: () => 0,
	});
	screen.noteKey();
	const surface: Surface = screen.create({
		row: (index, width) => listRow(scene, index, width),
	});
	const show = async () => {
		screen.showFrame(scene.frame.join('\n'));
		surface.place(scene.rectangle);
		await new Promise<void>((resolve) => {
			queueMicrotask(resolve);
		});
		await terminal.write(pending);
		pending = '';
	};

	return {
		terminal,
		surface,
		show,
		async open() {
			await terminal.write('\u001B[?1049h\u001B[?7l');
			screen.repaint();
			await show();
		},
		resize() {
			terminal.resize(scene.columns, scene.rows);
			screen.repaint();
		},
		get written() {
			return written;
		},
		forget() {
			written = '';
		},
	};
}

async function cellsOfRepaint(scene: Scene): Promise<string[][]> {
	const viewing = createViewing(scene);
	await viewing.open();
	return viewing.terminal.cells();
}

const plainRow = fc.string({maxLength: 50});
const colouredRow = fc
	.array(
		fc.tuple(
			fc.constantFrom('31', '1;44', '38;5;200', '48;2;9;8;7', '4', '0'),
			fc.string({maxLength: 12}),
		),
		{maxLength: 5},
	)
	.map((parts) => parts.map(([sgr, text]) => `\u001B[${sgr}m${text}`).join(''));
const wildRow = fc.oneof(
	hostileText,
	fc.string({unit: 'grapheme', maxLength: 30}),
	fc.constantFrom(
		'東京都 timeout 東京',
		'👩‍👩‍👧 family 👩‍👩‍👧👩‍👩‍👧',
		'e\u0301e\u0301 ❤️ 🇩🇪🇩🇪 1️⃣ ok',
		'नमस्ते दुनिया',
		'│ box ─── ▁▂▃█ · ● ✓ ▼',
		'مرحبا בעולם',
		'ﾊﾞ ｶﾞ 한국어 ᄒ',
	),
);

type Change = (scene: Scene) => void;

const narrow: fc.Arbitrary<Change> = fc
	.record({
		x: fc.integer({min: 0, max: 20}),
		y: fc.nat({max: 4}),
		width: fc.integer({min: 0, max: 70}),
		height: fc.nat({max: 14}),
	})
	.map((rectangle) => (scene: Scene) => {
		scene.rectangle = rectangle;
	});

function changes(row: fc.Arbitrary<string>): fc.Arbitrary<Change> {
	const rows = fc.array(row, {minLength: 1, maxLength: 4});
	return fc.oneof(
		{
			weight: 6,
			arbitrary: fc
				.integer({min: -4, max: 4})
				.map((count) => (scene: Scene) => {
					scene.top = Math.max(0, scene.top + count);
					scene.selected = scene.top;
				}),
		},
		{
			weight: 3,
			arbitrary: rows.map((added) => (scene: Scene) => {
				scene.list.push(...added);
				scene.top += added.length;
				scene.selected = scene.list.length - 1;
			}),
		},
		{
			weight: 3,
			arbitrary: fc
				.tuple(fc.nat({max: 40}), row)
				.map(([at, text]) => (scene: Scene) => {
					scene.list[at % scene.list.length] = text;
				}),
		},
		{
			weight: 2,
			arbitrary: fc.nat({max: 40}).map((at) => (scene: Scene) => {
				scene.selected = at;
			}),
		},
		{
			weight: 1,
			arbitrary: fc.nat({max: 40}).map((at) => (scene: Scene) => {
				scene.top = at;
			}),
		},
		{
			weight: 3,
			arbitrary: fc
				.tuple(fc.nat({max: 15}), row)
				.map(([y, text]) => (scene: Scene) => {
					scene.frame[y] = text;
				}),
		},
		{weight: 1, arbitrary: narrow},
		{
			weight: 2,
			arbitrary: fc
				.tuple(fc.nat({max: 3}), fc.nat({max: 12}))
				.map(([y, height]) => (scene: Scene) => {
					scene.rectangle = {x: 0, y, width: scene.columns, height};
				}),
		},
		{
			weight: 1,
			arbitrary: fc
				.tuple(fc.integer({min: 5, max: 60}), fc.integer({min: 2, max: 16}))
				.map(([columns, height]) => (scene: Scene) => {
					scene.columns = columns;
					scene.rows = height;
					scene.rectangle = {x: 0, y: 1, width: columns, height: height - 2};
				}),
		},
	);
}

async function drive(row: string[], steps: readonly Change[]) {
	const scene: Scene = {
		columns: 40,
		rows: 14,
		frame: Array.from({length: 14}, (_, y) => `frame ${y}`),
		list: row.map((text) => sanitize(text)),
		top: 0,
		selected: 0,
		rectangle: {x: 0, y: 1, width: 40, height: 12},
	};
	const viewing = createViewing(scene);
	await viewing.open();
	for (const step of steps) {
		const {columns, rows} = scene;
		step(scene);
		scene.list = scene.list.map((text) => sanitize(text));
		if (columns !== scene.columns || rows !== scene.rows) {
			viewing.resize();
		}

		// eslint-disable-next-line no-await-in-loop -- Each step is compared before the next.
		await viewing.show();
		// eslint-disable-next-line no-await-in-loop -- See above.
		expect(viewing.terminal.cells()).toEqual(await cellsOfRepaint(scene));
	}

	return {scene, viewing};
}

describe('whatever happens, the screen looks as if it was painted anew', () => {
	const cases: ReadonlyArray<readonly [string, fc.Arbitrary<string>, number]> =
		[
			['plain rows', plainRow, 40],
			['coloured rows', colouredRow, 40],
			['wide, combining, invisible and hostile rows', wildRow, 60],
		];
	it.each(cases)('%s', async (_name, row, numberRuns) => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(row, {minLength: 1, maxLength: 40}),
				fc.array(changes(row), {maxLength: 12}),
				async (rows, steps) => {
					const {viewing} = await drive(rows, steps);
					expect(viewing.written).not.toContain('\u001B[2J');
					expect(viewing.written).not.toContain('\u001B[3J');
				},
			),
			{numRuns: numberRuns},
		);
	});
});

it('a row shows its text in its cells and nothing else', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(plainRow, {minLength: 1, maxLength: 40}),
			fc.array(changes(plainRow), {maxLength: 8}),
			async (rows, steps) => {
				const {scene, viewing} = await drive(rows, steps);
				const {x, y: top, width, height} = scene.rectangle;
				const expected = Array.from({length: scene.rows}, (_, y) => {
					const base = fit(sanitize(scene.frame[y] ?? ''), scene.columns);
					const row = visibleText(listRow(scene, y - top, width));
					const isListed = y >= top && y < top + height && width > 0;
					return isListed
						? (base.slice(0, x) + row + base.slice(x + width)).slice(
								0,
								scene.columns,
							)
						: base;
				});
				expect(viewing.terminal.text()).toEqual(
					expected.map((row) => row.trimEnd()),
				);
			},
		),
		{numRuns: 25},
	);
});

it("the terminal's cursor stands where a prompt has its caret, after each frame, and is hidden otherwise", async () => {
	const scene: Scene = {
		columns: 20,
		rows: 5,
		frame: ['one', 'two', 'three', 'four', 'five'],
		list: ['typed'],
		top: 0,
		selected: 1,
		rectangle: {x: 2, y: 3, width: 18, height: 1},
	};
	const viewing = createViewing(scene);
	const {terminal, surface, show} = viewing;
	await viewing.open();
	viewing.forget();
	surface.placeCursor({x: 5, y: 0});
	await show();
	expect(terminal.cursor()).toEqual({x: 7, y: 3});
	scene.frame[0] = 'changed';
	await show();
	expect(terminal.cursor()).toEqual({x: 7, y: 3});
	surface.placeCursor({x: 6, y: 0});
	await show();
	expect(terminal.cursor()).toEqual({x: 8, y: 3});
	surface.placeCursor(undefined);
	await show();
	scene.frame[0] = 'again';
	await show();
	const shownAndHidden = viewing.written
		.split('\u001B')
		.filter((sequence) => sequence.startsWith('[?25'));
	expect(shownAndHidden).toEqual(['[?25h', '[?25l']);
});

it('a line up that scrolls costs its row, and some 40 bytes', async () => {
	const row = (index: number) =>
		`\u001B[2m12:00:${10 + index}\u001B[22m \u001B[32mI\u001B[39m \u001B[2mus-east4   \u001B[22m ${'abcdefghijklmnop'.repeat(2).slice(index % 16, (index % 16) + 20)}`;
	const scene: Scene = {
		columns: 60,
		rows: 8,
		frame: Array.from({length: 8}, () => ''),
		list: Array.from({length: 40}, (_, index) => row(index)),
		top: 20,
		selected: 20,
		rectangle: {x: 0, y: 1, width: 60, height: 6},
	};
	const viewing = createViewing(scene);
	await viewing.open();
	for (let top = 19; top >= 10; top--) {
		viewing.forget();
		scene.top = top;
		scene.selected = top;
		viewing.surface.invalidate();
		// eslint-disable-next-line no-await-in-loop -- One key after the other.
		await viewing.show();
		// The first sets the rows that scroll.
		expect(viewing.written.length).toBeLessThan(
			visibleText(row(top)).length + (top === 19 ? 60 : 45),
		);
	}

	expect(viewing.terminal.cells()).toEqual(await cellsOfRepaint(scene));
});
