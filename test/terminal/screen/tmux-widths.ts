import {expect, it} from 'vitest';
import {Screen} from '../../../source/terminal/screen/screen.ts';
import {sanitize} from '../../../source/text/sanitize.ts';
import {width} from '../../../source/text/width.ts';
import {hasTmux, openTmux} from '../../helpers/tmux-terminal.ts';

const columns = 60;

/** Graphemes whose cells terminals do not agree on, and some on which they do. */
const graphemes = [
	'e',
	'é',
	'e\u0301',
	'東',
	'한',
	'ᄒ',
	'ﾊﾞ',
	'─',
	'█',
	'·',
	'…',
	'●',
	'✓',
	'⚠',
	'⚠️',
	'☎︎',
	'❤️',
	'1️⃣',
	'👍',
	'👍🏽',
	'🇩🇪',
	'🇩',
	'🏴󠁧󠁢󠁥󠁮󠁧󠁿',
	'👩‍👩‍👧',
	'🏳️‍🌈',
	'👩🏽‍🚀',
	'क्षि',
	'ท\u0E33',
	'நி',
	'؀١',
	'\u1160',
	'\uA9C5',
	'\u{1F3FB}',
	'﷽',
	'𒐫',
	'⸻',
	'꧅',
	'\u{1FAE8}',
	'\u{20000}',
	'\u{11F04}',
	'\u{1FB70}',
	'\uE000',
	'\u200D',
	'\uFE0F',
].map((grapheme) => sanitize(grapheme));

type Rows = ReadonlyArray<{
	readonly before: string;
	readonly wild: string;
	readonly after: string;
}>;

/** What stands before and after is whole, whatever tmux makes of what stands between. */
function expectWhole(shown: readonly string[], rows: Rows) {
	for (const [y, {before, wild, after}] of rows.entries()) {
		const row = shown[y] ?? '';
		const isWhole = row.startsWith(before) && row.endsWith(after);
		expect(isWhole ? '' : `${wild}: ${row}`).toBe('');
	}
}

it('what stands around a character of which tmux thinks otherwise is whole, where it is painted, moved and changed', async ({
	skip,
}) => {
	skip(!hasTmux, 'tmux is not installed');
	const rows = graphemes.flatMap((wild, index): Rows => {
		const count = Math.floor((columns - 6) / Math.max(1, width(wild)));
		const full = wild.repeat(Math.max(0, count - 1));
		const margin = columns - width(wild);
		return [
			{before: `${index} a`, wild, after: `b${index} of the log`},
			{
				before: `${index}`.padEnd(3),
				wild: full,
				after: `|${index}`.padStart(columns - 3 - width(full)).trimStart(),
			},
			{before: `${index} `.padEnd(margin, 'x'), wild, after: ''},
		];
	});
	await using tmux = await openTmux(columns, rows.length, 1);
	const [pane] = tmux.panes;
	let written = '';
	const screen = new Screen({
		write(bytes, done) {
			written += bytes;
			done();
		},
		size: () => ({columns, rows: rows.length}),
		startTimer: () => () => {
			/* All is urgent. */
		},
		now: () => 0,
	});
	screen.noteKey();
	const show = async (shown: Rows) => {
		screen.showFrame(
			shown
				.map(({before, wild, after}) => {
					const room = columns - width(before + wild + after);
					const isAtMargin = after.startsWith('|');
					return `${before}${wild}${' '.repeat(isAtMargin ? room : 0)}${after}`;
				})
				.join('\n'),
		);
		await new Promise<void>((resolve) => {
			queueMicrotask(resolve);
		});
		await pane?.write(written);
		written = '';
		expectWhole((await pane?.text()) ?? [], shown);
	};

	await pane?.write('\u001B[?1049h\u001B[?7l');
	await show(rows);
	// One row up, as a list scrolls.
	await show([...rows.slice(1), ...rows.slice(0, 1)]);
	await show(
		rows.map((row) => ({...row, before: row.before.replace(' ', '_')})),
	);
	await show(rows.map((row) => ({...row, after: row.after.toUpperCase()})));
	await show(rows.map((row) => ({...row, wild: 'x'.repeat(width(row.wild))})));
	await show(rows);
	await show(rows.map((row, index) => rows[(index + 3) % rows.length] ?? row));
});
