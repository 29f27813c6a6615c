import {beforeAll, expect, it} from 'vitest';
import {loadFuzzySearch} from '../../../source/ui/look/fuzzy-search.ts';
import {type Entry} from '../../../source/log/entry.ts';
import {works} from '../../../source/store/works.ts';
import {wanted} from '../../../source/store/wanted/wanted.ts';
import {refinementText} from '../../../source/log/refinement.ts';
import {views} from '../../../source/ui/frame/views.ts';
import {layoutOf} from '../../../source/ui/frame/layout.ts';
import {type Snapshot} from '../../../source/ui/view/view.ts';
import {visibleText} from '../../../source/text/highlight.ts';
import {createReader} from '../../helpers/reader.ts';
import {createTable} from '../../../source/ui/counts/counts-table.ts';
import {arrive, cut, noon, opened, second} from '../../helpers/state-after.ts';

beforeAll(loadFuzzySearch);

const minute = 60 * second;

/** An hour ago and now: requests that got slower, and fail. */
function* incident(): Generator<Partial<Entry>> {
	for (let index = 0; index < 120; index++) {
		const isNow = index >= 60;
		yield {
			time: noon + (isNow ? 60 * minute : 0) + index * second,
			level: isNow && index % 4 === 0 ? 'error' : 'info',
			region: index % 3 === 0 ? 'gcp-us-east4' : 'gcp-europe-west3',
			message: JSON.stringify({
				path: index % 2 === 0 ? '/checkout' : '/cart',
				status: isNow && index % 4 === 0 ? 500 : 200,
				durationMs: isNow ? 1000 + index : index,
				customer: index % 10 === 0 ? 'ada' : 'bob',
				request: `r${Math.floor(index / 2)}`,
			}),
		};
	}
}

function open() {
	const reader = createReader([opened, arrive([...incident()])], {
		columns: 120,
		rows: 40,
	});
	const settle = () => {
		for (let round = 0; round < 5; round++) {
			for (const work of works(reader.store.get())) {
				work.run(() => true);
			}
		}
	};

	const type = (...chords: readonly string[]) => {
		for (const chord of chords) {
			if (chord.length > 1 && !named.has(chord)) {
				for (const letter of chord) {
					reader.press(letter);
				}
			} else {
				reader.press(chord);
			}

			settle();
		}

		return chords.reduce(
			(sum, chord) =>
				sum + (chord.length > 1 && !named.has(chord) ? chord.length : 1),
			0,
		);
	};

	const snapshot = (): Snapshot => {
		const state = reader.store.get();
		return {
			state,
			layout: layoutOf(state),
			now: noon,
			shown: state.logs.view.count(),
			loaded: state.logs.buffer.count,
		};
	};

	return {
		...reader,
		settle,
		type,
		/** The rows of what covers the screen, blanks as one. */
		rows(width = 120) {
			const {mode} = reader.store.get().screen;
			const view = mode.kind === 'list' ? undefined : views[mode.kind];
			const list = view !== undefined && 'list' in view ? view.list : undefined;
			const taken = snapshot();
			const source = list?.createRows({
				get: reader.store.get,
				snapshot: () => taken,
				setting: reader.setting,
			});
			return Array.from({length: 30}, (_, index) =>
				visibleText(source?.row(index, width, 30) ?? '')
					.replaceAll(/ +/gv, ' ')
					.trim(),
			).filter((row) => row !== '');
		},
		title() {
			const {mode} = reader.store.get().screen;
			const view = mode.kind === 'list' ? undefined : views[mode.kind];
			const title =
				view !== undefined && 'title' in view
					? view.title(snapshot(), reader.setting)
					: {left: ''};
			return visibleText(`${title.left} | ${title.right ?? ''}`);
		},
		shown() {
			settle();
			return reader.store.get().logs.view.count().count;
		},
		chips: () =>
			reader.store
				.get()
				.logs.query.refinements.map((one) => refinementText(one)),
	};
}

const named = new Set([
	'enter',
	'escape',
	'tab',
	'down',
	'up',
	'right',
	'left',
]);

it('errors a minute, by level and by region, in two keys', () => {
	const reader = open();
	expect(reader.type('#', ']')).toBe(2);
	const rows = reader.rows();
	expect(rows[0]).toBe('from error info sum');
	expect(rows[1]).toMatch(/^~12:00:00 · 60 60 █/v);
	expect(rows.at(-1)).toBe('sum 15 105 120');
	reader.type('tab');
	expect(reader.rows()[0]).toBe('from europe-west3 us-east4 sum');
	expect(reader.title()).toContain('Counts · by region');
});

it('of spans of which nothing is loaded a row says so, and no zeros', () => {
	const late = noon + 60 * minute;
	const reader = createReader(
		[
			opened,
			arrive([{time: noon}, {time: noon + second}]),
			cut,
			{...opened, at: late},
			arrive([{time: late}, {time: late + second}]),
		],
		{columns: 120, rows: 40},
	);
	for (const work of works(reader.store.get())) {
		work.run(() => true);
	}

	reader.press('#');
	for (const work of works(reader.store.get())) {
		work.run(() => true);
	}

	const {rows, sum} = createTable(reader.store.get());
	expect(
		rows.map(({time, sum, missingUntil = noon}) => [
			(time - noon) / minute,
			sum,
			(missingUntil - noon) / minute,
		]),
	).toEqual([
		[0, 2, 0],
		[2, 0, 60],
		[60, 2, 0],
	]);
	expect(sum).toBe(4);
});

it('the rows say which spans are not all loaded, and one key counts the query’s whole range', () => {
	const reader = open();
	reader.type('#', 'g');
	expect(reader.rows()[1]).toMatch(/^▌~12:00:00/v);
	expect(reader.title()).toContain('c counts all');
	reader.type('c');
	const count = wanted(reader.store.get()).find(({kind}) => kind === 'count');
	expect(count?.key).toContain('"by":"level"');
	expect(reader.title()).toContain('counting all: 0 entries · esc stops');
	const {key = ''} = reader.store.get().counting[0] ?? {};
	reader.dispatch(
		{
			kind: 'count-page',
			key,
			entries: [
				{time: noon - minute, level: 'error', region: 'r', message: 'x'},
				{time: noon, level: 'fatal', region: 'r', message: 'y'},
			],
			reached: noon - minute,
		},
		{kind: 'count-ended', key},
	);
	expect(reader.title()).toContain('all until 2025-11-24 12:00:00');
	expect(reader.rows().at(-1)).toBe('sum 2 2');
	// Nothing of it is kept.
	expect(reader.store.get().logs.buffer.count).toBe(120);
	reader.type('c');
	expect(reader.rows().at(-1)).toBe('sum 15 105 120');
	reader.type('c', 'escape');
	expect(reader.store.get().counting[0]?.status).toBe('stopped');
	expect(reader.store.get().screen.mode.kind).toBe('counts');
});

it('enter goes to the row, + filters by the column', () => {
	const reader = open();
	reader.type('#', 'up', 'up');
	const {mode} = reader.store.get().screen;
	const at = mode.kind === 'counts' ? mode.at : undefined;
	reader.type('enter');
	expect(reader.store.get().logs.selection).toEqual({
		kind: 'instant',
		time: at,
	});
	reader.type('#', '+');
	expect(reader.store.get().logs.query.filter.levels).toEqual(['error']);
	reader.type('-');
	expect(reader.store.get().screen.mode.kind).toBe('counts');
});

it('an empty value and none are two columns, and what has none is hidden as such', () => {
	const reader = open();
	reader.type('#', '.', 'status', 'enter', 'c');
	const key = reader.store.get().counting[0]?.key ?? '';
	const messages = ['{"status":""}', '{"status":""}', 'x', 'status='];
	reader.dispatch({
		kind: 'count-page',
		key,
		entries: messages.map((message) => ({
			time: noon,
			level: 'info',
			region: 'r',
			message,
		})),
		reached: noon,
	});
	expect(reader.rows()[0]).toBe('from "" – sum');
	expect(reader.rows().at(-1)).toBe('sum 3 1 4');
	reader.type('right', '-');
	expect(reader.chips()).toEqual(['status?']);
});

it('how slow is /checkout: its p95, beside the hour before', () => {
	const reader = open();
	reader.type('/', 'path:/checkout', 'enter');
	reader.type('#', '.', 'durMs', 'enter', '#');
	expect(reader.title()).toContain('Top values · of durationMs');
	expect(reader.rows()[0]).toMatch(
		/^60 numbers min 0 p50 58 p95 1112 p99 1118 max 1118$/v,
	);
	reader.type('b');
	const {counting} = reader.store.get();
	expect(counting.map(({ask}) => ask.range)).toEqual([
		{
			since: noon + 119 * second + 1,
			until: noon + 60 * minute + 119 * second + 1,
		},
		{
			since: noon - 60 * minute + 119 * second + 1,
			until: noon + 119 * second + 1,
		},
	]);
	const [now, before] = counting;
	const entries = (isNow: boolean) =>
		[...incident()]
			.filter(({time = 0}) => time >= noon + 60 * minute === isNow)
			.map((entry) => ({
				time: noon,
				level: 'info',
				region: '',
				message: '',
				...entry,
			}));
	reader.dispatch(
		{kind: 'count-page', key: now?.key ?? '', entries: entries(true)},
		{kind: 'count-ended', key: now?.key ?? ''},
		{kind: 'count-page', key: before?.key ?? '', entries: entries(false)},
		{kind: 'count-ended', key: before?.key ?? ''},
	);
	expect(reader.rows().slice(0, 2)).toEqual([
		'now 30 numbers min 1060 p50 1088 p95 1116 p99 1118 max 1118',
		'beside 30 numbers min 0 p50 28 p95 56 p99 58 max 58',
	]);
});

it('what is compared tells new, gone and more, what stands out first', () => {
	const reader = open();
	reader.type('#', '.', 'status', 'enter', '#', 'b');
	const [now, before] = reader.store.get().counting;
	const entries = (status: number, count: number) =>
		Array.from({length: count}, () => ({
			time: noon,
			level: 'info',
			region: '',
			message: `{"status":${status}}`,
		}));
	reader.dispatch(
		{
			kind: 'count-page',
			key: now?.key ?? '',
			entries: [...entries(200, 100), ...entries(500, 40), ...entries(404, 30)],
		},
		{
			kind: 'count-page',
			key: before?.key ?? '',
			entries: [...entries(200, 110), ...entries(404, 10), ...entries(302, 9)],
		},
		{kind: 'count-ended', key: now?.key ?? ''},
		{kind: 'count-ended', key: before?.key ?? ''},
	);
	expect(
		reader
			.rows()
			.slice(3)
			.map((row) =>
				row
					.replace(/ [█▏▎▍▌▋▊▉]+$/v, '')
					.replace('▌', '')
					.trim(),
			),
	).toEqual([
		'40 0 new 500',
		'30 10 ×3 404',
		'0 9 gone 302',
		'100 110 ×0.91 200',
	]);
});

it('nothing is called new where nothing was logged to hold it against, nor while it is counted', () => {
	const reader = open();
	reader.type('#', '.', 'status', 'enter', '#', 'b');
	const [now, before] = reader.store.get().counting;
	const entries = [
		{time: noon, level: 'info', region: '', message: '{"status":500}'},
	];
	reader.dispatch(
		{kind: 'count-page', key: now?.key ?? '', entries},
		{kind: 'count-ended', key: now?.key ?? ''},
	);
	expect(reader.rows().at(-1)).toMatch(/^▌ 1 0 – 500 /v);
	reader.dispatch({kind: 'count-ended', key: before?.key ?? ''});
	expect(reader.rows().slice(1)).toEqual([
		'beside no numbers',
		'beside nothing was logged then: what is new or more is not known',
		'count beside ratio status',
		expect.stringMatching(/^▌ 1 0 – 500 /v),
	]);
});

it('the paths with the most 500s', () => {
	const reader = open();
	reader.type('/', 'status:500', 'enter');
	expect(reader.type('#', '.', 'path', 'enter', '#')).toBe(8);
	expect(reader.rows()[1]).toMatch(/^▌ 15 100\.0 % \/checkout/v);
	reader.type('enter');
	expect(reader.chips()).toEqual(['status:500', 'path:/checkout']);
});

it('all entries of this request, and those above its duration, from an entry in full', () => {
	const reader = open();
	reader.type('enter', 'tab', 'tab', 'tab', 'tab', 'tab');
	expect(reader.type('>')).toBe(1);
	expect(reader.chips()).toEqual(['durationMs>1119']);
	expect(reader.shown()).toBe(0);
	reader.type('x', '<');
	expect(reader.chips()).toEqual(['durationMs<1119']);
	reader.type('x', 'tab', 'tab', '=');
	expect(reader.shown()).toBe(2);
	// A text is neither more nor less: the keys go through the queries.
	reader.type('<');
	expect(reader.shown()).toBe(120);
	reader.type('#');
	expect(reader.title()).toContain('Top values · of request');
	expect(reader.rows()[0]).toMatch(/count share request$/v);
});

it('requests above 1 s of one customer', () => {
	const reader = open();
	reader.type('/', 'durationMs>1s', 'enter', '/', 'customer:ada', 'enter');
	expect(reader.shown()).toBe(6);
});

it('a field in which each value is another one is counted in few columns, and nothing is lost', () => {
	const reader = open();
	reader.dispatch(
		arrive(
			Array.from({length: 800}, (_, index) => ({
				time: noon + 70 * minute,
				message: `id=x${index}`,
			})),
		),
	);
	reader.type('#', '.', 'id', 'enter');
	const heading = reader.rows()[0] ?? '';
	expect(heading).toMatch(/^from – /v);
	expect(heading).toMatch(/ others sum$/v);
	expect(reader.rows().at(-1)).toMatch(/ 920$/v);
});

it('a value that is told by its beginning filters by that', () => {
	const reader = open();
	reader.dispatch(
		arrive([{time: noon + 70 * minute, message: `sql=${'x'.repeat(300)}`}]),
	);
	reader.type('#', '.', 'sql', 'enter', '#', '+');
	expect(reader.chips()).toEqual([`sql:${'x'.repeat(256)}*`]);
	expect(reader.shown()).toBe(1);
});

it('in a narrow terminal names are cut, and no count is', () => {
	const reader = open();
	reader.dispatch(
		arrive(
			Array.from({length: 800}, (_, index) => ({
				time: noon + 70 * minute,
				message: `id=a-very-long-name-${index % 7}`,
			})),
		),
	);
	reader.type('#', '.', 'id', 'enter');
	expect(reader.rows(80)[0]).toMatch(/^from –(?: a-very…){5} others sum$/v);
	expect(reader.rows(80).at(-1)).toBe('sum 120 115 115 114 114 114 228 920');
});
