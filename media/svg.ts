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

type Run = {
	readonly x: number;
	text: string;
	width: number;
	readonly style: string;
	readonly back: string | undefined;
};

/** What a terminal shows, as an SVG picture. */
export function drawSvg(
	buffer: IBuffer,
	{columns, rows}: {readonly columns: number; readonly rows: number},
): string {
	const width = columns * cellWidth + margin * 2;
	const height = rows * cellHeight + margin * 2;
	const lines = Array.from({length: rows}, (_, y) =>
		runsOf(buffer, y, columns)
			.map((run) => drawRun(run, y))
			.join(''),
	);
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${height}" width="${round(width)}" height="${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve"><rect width="100%" height="100%" rx="8" fill="${background}"/>\n${lines.filter(Boolean).join('\n')}\n</svg>\n`;
}

/** Neighbouring cells of one look. */
function runsOf(buffer: IBuffer, y: number, columns: number): Run[] {
	const runs: Run[] = [];
	const line = buffer.getLine(buffer.baseY + y);
	for (let x = 0; x < columns; x++) {
		const cell = line?.getCell(x);
		if (cell === undefined || cell.getWidth() === 0) {
			continue;
		}

		const {style, back} = lookOf(cell);
		const text = cell.getChars() || ' ';
		const last = runs.at(-1);
		const isNarrow = cell.getWidth() === 1 && text.length === 1;
		if (
			isNarrow &&
			last?.style === style &&
			last.back === back &&
			last.text.length === last.width
		) {
			last.text += text;
			last.width++;
		} else {
			runs.push({x, text, width: cell.getWidth(), style, back});
		}
	}

	return runs;
}

function lookOf(cell: IBufferCell): {style: string; back: string | undefined} {
	const isInverse = cell.isInverse() > 0;
	const fill = cell.isFgPalette()
		? (palette[cell.getFgColor()] ?? foreground)
		: foreground;
	const style = [
		`fill="${isInverse ? background : fill}"`,
		...(cell.isBold() > 0 ? ['font-weight="bold"'] : []),
		...(cell.isItalic() > 0 ? ['font-style="italic"'] : []),
		...(cell.isDim() > 0 ? ['opacity="0.6"'] : []),
	].join(' ');
	return {style, back: isInverse ? fill : undefined};
}

function drawRun({x, text, width, style, back}: Run, y: number): string {
	const left = margin + x * cellWidth;
	const top = margin + y * cellHeight;
	const cells = width * cellWidth;
	const box =
		back === undefined
			? ''
			: `<rect x="${round(left)}" y="${top}" width="${round(cells)}" height="${cellHeight}" fill="${back}"/>`;
	return text.trim() === ''
		? box
		: `${box}<text x="${round(left)}" y="${top + 13}" textLength="${round(cells)}" lengthAdjust="spacingAndGlyphs" ${style}>${escape(text)}</text>`;
}

function round(value: number): number {
	return Number(value.toFixed(1));
}

function escape(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;');
}
