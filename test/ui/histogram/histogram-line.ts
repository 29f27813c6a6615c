import {expect, test} from 'vitest';
import {createQuery} from '../../../source/log/query.ts';
import {works} from '../../../source/store/works.ts';
import {visibleText} from '../../../source/text/highlight.ts';
import {width as widthOf} from '../../../source/text/width.ts';
import {histogramRow} from '../../../source/ui/histogram/histogram-line.ts';
import {createReader} from '../../helpers/reader.ts';
import {
	arrive,
	land,
	noon,
	opened,
	second,
	stateAfter,
} from '../../helpers/state-after.ts';
import {settingAt} from '../../helpers/whole-ui.ts';

const setting = settingAt(() => noon);

/** 956 entries in 100 seconds, 27 of which are errors and 50 warnings. */
const entries = arrive(
	Array.from({length: 956}, (_, index) => ({
		time: noon + Math.floor((index * 100 * second) / 956),
		level: index % 36 === 5 ? 'error' : index % 19 === 0 ? 'warning' : 'info',
	})),
);

function rowsAt(columns: number, rows: number, right = '') {
	const state = stateAfter([opened, entries], {columns, rows});
	const now = noon + 100 * second;
	for (const one of works(state, now)) {
		one.run(() => true);
	}

	return [0, 1].map((index) =>
		histogramRow({state, now}, setting, {index, right, width: columns}),
	);
}

test('27 errors among 956 entries look like that, in a row of their own', () => {
	const [all = '', bad = ''] = rowsAt(160, 45);
	const heights = (row: string) =>
		Array.from(visibleText(row).slice(1, 95), (glyph) =>
			Math.max(0, ' ▁▂▃▄▅▆▇█'.indexOf(glyph)),
		);
	expect(Math.max(...heights(all))).toBeGreaterThan(6);
	expect(Math.max(...heights(bad))).toBe(1);
	expect(heights(bad).filter((height) => height > 0).length).toBeGreaterThan(
		27,
	);
	expect(visibleText(bad)).toMatch(/27 errors, \d+ warnings$/v);
	// Neither is drawn over the other.
	expect(all).not.toContain(setting.theme.paint('bad', '▇'));
	expect(bad).toContain(setting.theme.paint('bad', '▁'));
	expect(bad).toContain(setting.theme.paint('warning', '▁'));
});

test('a bar and its words take the width of the pane, and the unit is that of its cells', () => {
	for (const [columns, rows, cells] of [
		[160, 45, 93],
		[100, 32, 33],
		[80, 24, 29],
	] as const) {
		const [row = ''] = rowsAt(columns, rows, '▼ 128 new');
		const text = visibleText(row);
		expect(widthOf(text)).toBeLessThanOrEqual(columns);
		expect(text.indexOf('4:')).toBe(cells + 3);
		expect(text.trimEnd()).toMatch(/128 new$/v);
	}

	expect(visibleText(rowsAt(160, 45)[0] ?? '')).toMatch(/max 20\/2 s/v);
	expect(visibleText(rowsAt(80, 24)[0] ?? '')).toMatch(/max \d+\/5 s/v);
});

test('where the times are long the bar gives way, and its words are all there', () => {
	for (const columns of [120, 160]) {
		const week = arrive(
			Array.from({length: 200}, (_, index) => ({
				time: noon + index * 3600 * second,
				level: index === 100 ? 'error' : 'info',
			})),
		);
		const end = noon + 200 * 3600 * second;
		const state = stateAfter(
			[
				opened,
				{
					kind: 'details-loaded',
					deployment: {
						id: 'a',
						projectId: 'p',
						status: {kind: 'succeeded'},
						domains: [],
						databases: {},
						createdAt: noon - 1,
					},
				},
				{kind: 'first-error-told'},
				week,
			],
			{columns},
		);
		for (const one of works(state, end)) {
			one.run(() => true);
		}

		const rows = [0, 1].map((index) =>
			visibleText(
				histogramRow({state, now: end}, setting, {
					index,
					right: index === 0 ? '▼ 1,128 new, 3 errors' : '',
					width: columns,
				}),
			),
		);
		const words = rows.join('\n');
		expect(words).toMatch(/2025-11-2\d \d\d:\d\d to 2025-12-0\d \d\d:\d\d/v);
		expect(words).toMatch(/, max \d+\/\d* ?h/v);
		expect(words).toContain('▲ deployed');
		expect(words).toContain('! first error');
		expect(words).toContain('1 error, 0 warnings');
		expect(words).toContain('▼ 1,128 new, 3 errors');
	}
});

test('what is not counted yet is no number', () => {
	const state = stateAfter([opened, entries]);
	const words = [0, 1].map((index) =>
		visibleText(
			histogramRow({state, now: noon + 100 * second}, setting, {
				index,
				right: '',
				width: 160,
			}),
		),
	);
	expect(words[0]).toContain('counting');
	expect(words.join('')).not.toMatch(/max 0|0 errors/v);
});

test('[ and ] choose finer and coarser cells while the histogram has the focus, and are errors elsewhere', () => {
	const reader = createReader([opened, entries], {columns: 160, rows: 45});
	const bucket = () => reader.store.get().screen.bucket;
	reader.press(']');
	expect(bucket()).toBeUndefined();
	reader.press('4', ']');
	expect(bucket()).toBe(5 * second);
	reader.press(']', '[', '[');
	expect(bucket()).toBe(2 * second);
	reader.press(...Array.from({length: 9}, () => '['));
	expect(reader.store.get().screen.notice).toBe('There are no finer cells.');
});

test('a range that was counted back from now ends as its title says, and tells of no deployment after it', () => {
	const since = noon + 17.4 * second;
	const until = since + 3600 * second;
	const state = stateAfter(
		[
			opened,
			land([0, 60], {to: 3600}),
			{
				kind: 'details-loaded',
				deployment: {
					id: 'shop-1',
					projectId: 'shop',
					status: {kind: 'succeeded'},
					domains: [],
					databases: {},
					createdAt: until + 60 * second,
				},
			},
		],
		{
			query: createQuery({range: {since, until}, order: 'asc'}),
			columns: 120,
			rows: 24,
		},
	);
	for (const one of works(state, until)) {
		one.run(() => true);
	}

	const row = histogramRow({state, now: until}, setting, {
		index: 0,
		right: '',
		width: 120,
	});
	expect(visibleText(row)).toMatch(/12:00:17 to 13:00:17/v);
	expect(visibleText(row)).not.toMatch(/deployed/v);
});
