import {type IBuffer, type IBufferCell} from '@xterm/headless';

const cellWidth = 8.4;
const cellHeight = 18;
const margin = 14;
const background = '#16181d';
const foreground = '#d6d9de';
/** The terminal's own sixteen colours, as one theme has them. */
const palette = [
	'#2b2f36',
	'#f07178',
	'#a5d18a',
	'#e6c07b',
	'#7aa2f7',
	'#c792ea',
	'#6fc3d4',
	'#d6d9de',
	'#5c6370',
	'#ff8b92',
	'#b9e3a0',
	'#f2d59a',
	'#9dbbff',
	'#d8b0f5',
	'#93d9e6',
	'#ffffff',
];

/** Neighbouring characters of one look. */
type Run = {
	readonly style: string;
	/** A position for each character, so that no font moves or stretches any. A cluster of several stands alone. */
	readonly columns: number[];
	text: string;
};

/** A moment of a terminal: what each of its rows draws, from the row's top left corner. */
export type Picture = readonly string[];

/** What a terminal shows now. */
export function takePicture(
	buffer: IBuffer,
	{columns, rows}: {readonly columns: number; readonly rows: number},
): Picture {
	return Array.from({length: rows}, (_, y) => drawRow(buffer, y, columns));
}

/** Pictures of one size as one SVG, each shown for some seconds, again and again; a single one stands still. */
export function drawSvg(
	pictures: readonly Picture[],
	{
		columns,
		rows,
		seconds,
	}: {
		readonly columns: number;
		readonly rows: number;
		readonly seconds: number;
	},
): string {
	const width = round(columns * cellWidth + margin * 2);
	const height = rows * cellHeight + margin * 2;
	// Most rows are the same in many pictures: each is kept once.
	const ids = new Map<string, number>();
	const groups = pictures.map((picture, index) => {
		const uses = picture.map((row, y) => {
			if (row === '') {
				return '';
			}

			const id = ids.get(row) ?? ids.size;
			ids.set(row, id);
			return `<use href="#r${id}" x="${margin}" y="${margin + y * cellHeight}"/>`;
		});
		const delay = index * seconds;
		return `<g${pictures.length > 1 ? ` style="animation-delay:${delay}s"` : ''}>${uses.join('')}</g>`;
	});
	const defined = [...ids].map(([row, id]) => `<g id="r${id}">${row}</g>`);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
		...(pictures.length > 1
			? [animate(pictures.length, pictures.length * seconds)]
			: []),
		`<defs>${defined.join('\n')}</defs>`,
		`<rect width="100%" height="100%" rx="8" fill="${background}"/>`,
		...groups,
		'</svg>\n',
	].join('\n');
}

/** Each picture is seen for its part of the round; who wants no motion sees the last one. */
function animate(count: number, duration: number): string {
	const part = round(100 / count);
	return `<style>@keyframes show{0%,${part}%{visibility:visible}${round(part + 0.01)}%,100%{visibility:hidden}}svg>g{visibility:hidden;animation:show ${duration}s step-end infinite}@media (prefers-reduced-motion:reduce){svg>g{animation:none}svg>g:last-of-type{visibility:visible}}</style>`;
}

function drawRow(buffer: IBuffer, y: number, columns: number): string {
	const line = buffer.getLine(buffer.baseY + y);
	const shapes: string[] = [];
	const runs: Run[] = [];
	for (let x = 0; x < columns; x++) {
		const cell = line?.getCell(x);
		if (cell === undefined || cell.getWidth() === 0) {
			continue;
		}

		const {fill, style, back} = lookOf(cell);
		if (back !== undefined) {
			shapes.push(rectangle(x, [0, 0, cell.getWidth(), 1], back));
		}

		const text = cell.getChars();
		const shape = drawShape(text, x, fill);
		const last = runs.at(-1);
		if (shape !== undefined) {
			shapes.push(shape);
		} else if (text.trim() === '') {
			// A space draws nothing.
		} else if (
			last?.style === style &&
			text.length === 1 &&
			last.text.length === last.columns.length
		) {
			last.text += text;
			last.columns.push(x);
		} else {
			runs.push({style, columns: [x], text});
		}
	}

	return shapes.join('') + runs.map((run) => drawRun(run)).join('');
}

function lookOf(cell: IBufferCell): {
	fill: string;
	style: string;
	back: string | undefined;
} {
	const isInverse = cell.isInverse() > 0;
	const own = cell.isFgPalette()
		? (palette[cell.getFgColor()] ?? foreground)
		: foreground;
	const fill = `fill="${isInverse ? background : own}"${cell.isDim() > 0 ? ' opacity="0.6"' : ''}`;
	const style = [
		fill,
		...(cell.isBold() > 0 ? ['font-weight="bold"'] : []),
		...(cell.isItalic() > 0 ? ['font-style="italic"'] : []),
	].join(' ');
	return {fill, style, back: isInverse ? `fill="${own}"` : undefined};
}

/** Arms of lines from a cell's middle: left, right, up, down. */
const arms = new Map<string, string>([
	['─', 'lr'],
	['│', 'ud'],
	['╭', 'rd'],
	['╮', 'ld'],
	['╰', 'ru'],
	['╯', 'lu'],
	['├', 'rud'],
	['┤', 'lud'],
	['┬', 'lrd'],
	['┴', 'lru'],
	['┼', 'lrud'],
]);

/** Parts of a cell: left, top, width, height. */
const blocks = new Map<string, readonly [number, number, number, number]>([
	['▁', [0, 7 / 8, 1, 1 / 8]],
	['▂', [0, 6 / 8, 1, 2 / 8]],
	['▃', [0, 5 / 8, 1, 3 / 8]],
	['▄', [0, 4 / 8, 1, 4 / 8]],
	['▅', [0, 3 / 8, 1, 5 / 8]],
	['▆', [0, 2 / 8, 1, 6 / 8]],
	['▇', [0, 1 / 8, 1, 7 / 8]],
	['█', [0, 0, 1, 1]],
	['▌', [0, 0, 0.5, 1]],
	['▐', [0.5, 0, 0.5, 1]],
]);

/** Lines and blocks reach from cell to cell, which a font's seldom do. */
function drawShape(text: string, x: number, fill: string): string | undefined {
	const block = blocks.get(text);
	if (block !== undefined) {
		return rectangle(x, block, fill);
	}

	const line = arms.get(text);
	if (line === undefined) {
		return undefined;
	}

	const [left, middle, right] = [x, x + 0.5, x + 1].map((column) =>
		round(column * cellWidth),
	);
	const half = cellHeight / 2;
	const ends: Readonly<Record<string, string>> = {
		l: `H${left}`,
		r: `H${right}`,
		u: 'V0',
		d: `V${cellHeight}`,
	};
	const [across = '', along = ''] = [...line].map((arm) => ends[arm] ?? '');
	const path =
		line.length === 2 && !'lrud'.includes(line)
			? `M${across.slice(1)} ${half}Q${middle} ${half} ${middle} ${along.slice(1)}`
			: [...line].map((arm) => `M${middle} ${half}${ends[arm] ?? ''}`).join('');
	return `<path d="${path}" fill="none" ${fill.replace('fill', 'stroke')}/>`;
}

function rectangle(
	x: number,
	[left, top, width, height]: readonly [number, number, number, number],
	fill: string,
): string {
	return `<rect x="${round((x + left) * cellWidth)}" y="${round(top * cellHeight)}" width="${round(width * cellWidth)}" height="${round(height * cellHeight)}" ${fill}/>`;
}

function drawRun({style, columns, text}: Run): string {
	const positions = columns.map((x) => round(x * cellWidth)).join(' ');
	return `<text x="${positions}" y="13" ${style}>${escape(text)}</text>`;
}

function round(value: number): number {
	return Number(value.toFixed(2));
}

function escape(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;');
}
