import {expect, test} from 'vitest';
import {type Action} from '../../../source/store/action.ts';
import {update} from '../../../source/store/update.ts';
import {visibleText} from '../../../source/text/highlight.ts';
import {width as widthOf} from '../../../source/text/width.ts';
import {heldCount} from '../../../source/store/missing.ts';
import {type State} from '../../../source/store/state.ts';
import {layoutOf} from '../../../source/ui/frame/layout.ts';
import {logsTitle} from '../../../source/ui/app-logs/logs-view.ts';
import {ruleLine} from '../../../source/ui/look/line.ts';
import {
	arrive,
	ask,
	cut,
	land,
	noon,
	opened,
	second,
	stateAfter,
} from '../../helpers/state-after.ts';
import {settingAt} from '../../helpers/whole-ui.ts';

const setting = settingAt(() => noon);
const entries = arrive([
	{region: 'gcp-us-east4', level: 'error'},
	{region: 'gcp-europe-west3'},
	{},
]);
const hour = {since: noon, until: noon + 3600 * second};

function titleOf(state: State) {
	return logsTitle(
		{
			state,
			layout: layoutOf(state),
			now: noon,
			shown: state.logs.view.count(),
			loaded: state.logs.buffer.count,
		},
		setting,
	);
}

function title(actions: readonly Action[], columns = 160, rows = 45): string {
	const state = stateAfter([opened, entries, ...actions], {columns, rows});
	return visibleText(ruleLine(titleOf(state), columns, setting.theme));
}

test.each<readonly [string, Action, string, string]>([
	['no filter', ask({}), '3 Logs · all levels · all regions ─', '3 Logs ─'],
	[
		'the worst levels',
		ask({levels: ['error', 'warning']}),
		'3 Logs · warning and worse · all regions ─',
		'3 Logs · warning and worse ─',
	],
	[
		'levels that are not the worst ones',
		ask({levels: ['info', 'debug']}),
		'3 Logs · debug, info · all regions ─',
		'3 Logs · debug, info ─',
	],
	[
		'regions and a text',
		ask({regions: ['gcp-us-east4'], text: 'time out'}),
		'3 Logs · all levels · us-east4 · "time out" ─',
		'3 Logs · us-east4 · "time out" ─',
	],
	[
		'many regions',
		ask({regions: ['a', 'b', 'c', 'd']}),
		'3 Logs · all levels · 4 regions ─',
		'3 Logs · 4 regions ─',
	],
	[
		'what is answered here',
		ask({}, {refinements: [{effect: 'hide', kind: 'text', text: 'health'}]}),
		'3 Logs · all levels · all regions · !"health" ─',
		'3 Logs · !"health" ─',
	],
	[
		'a past range and its order',
		ask({}, {range: hour, order: 'asc'}),
		'· 2025-11-24 12:00:00 to 13:00:00 · oldest first ─',
		'· 2025-11-24 12:00:00 to 13:00:00 · oldest first ─',
	],
	[
		'all around what matches',
		ask({text: 'entry 1'}, {scope: 'everything'}),
		'"entry 1" · in context ─',
		'3 Logs · "entry 1" · in context ─',
	],
])('the title says %s', (_name, query, wide, narrow) => {
	expect(title([query])).toContain(wide);
	expect(title([query], 80, 24)).toContain(narrow);
});

test('a region that all entries have is named, since no row names it', () => {
	const state = stateAfter([opened, arrive([{region: 'gcp-us-east4'}])]);
	expect(titleOf(state).left).toContain('all levels · us-east4');
});

test('at the right stands how much is shown, of how much', () => {
	expect(title([])).toMatch(/ 3 shown · 3 loaded since 12:00:00 ──$/v);
	expect(title([ask({levels: ['error']})])).toMatch(
		/ 1 shown · 3 loaded since 12:00:00 ──$/v,
	);
	expect(title([], 80, 24)).toMatch(/ 3 shown ──$/v);
	expect(title([ask({text: 'entry'}, {scope: 'everything'})])).toMatch(
		/ match 3 of 3 · 3 loaded since 12:00:00 ──$/v,
	);
});

test('a match has its place before all are counted, and is never the third of none', () => {
	const state = stateAfter([opened, entries]);
	const query = ask({text: 'entry'}, {scope: 'everything'});
	const uncounted = update(state, query);
	expect(titleOf(uncounted).right).toContain('match 3, counting');
});

test('lines that were no entries are counted, not kept silent about', () => {
	expect(title([arrive([], 2)])).toContain('2 lines left out: no entries');
});

test('what came since the end was left is said here where the histogram has no row', () => {
	const newer = arrive([{time: noon + 60 * second, level: 'error'}]);
	const held: Action[] = [{kind: 'hold'}, newer];
	expect(title(held, 80, 12)).toContain('▼ 1 new, 1 error · 4 shown');
	expect(title(held)).not.toContain('new');
});

test('a filter that only what is loaded answers says so, also where a text is long', () => {
	const offline = [cut, ask({text: 'a text that is very long '.repeat(9)})];
	for (const columns of [160, 80, 40]) {
		expect(title(offline, columns)).toContain('local only');
		expect(title([], columns)).not.toContain('local only');
	}
});

test('the rule is as wide as the terminal, and gives up the counts first', () => {
	const long = ask({
		levels: ['error'],
		text: '東京 timeout of the upstream in the cart',
	});
	for (const columns of [160, 100, 80, 40]) {
		expect(widthOf(title([long], columns))).toBe(columns);
		expect(title([long], columns)).toContain('── 3 Logs · ');
	}

	expect(title([long], 130)).toContain('0 shown');
	expect(title([long], 80)).not.toContain('shown');
	expect(title([long], 80)).toContain('in the cart"');
	expect(title([long], 40)).toContain('…');
});

test('entries without a time of their own are counted in a sentence', () => {
	const untimed = (count: number) =>
		title([
			arrive(
				Array.from({length: count}, (_, index) => ({
					timeText: '',
					message: `entry ${index}`,
				})),
			),
		]);
	expect(untimed(1)).toContain(' 1 entry without a time of its own ·');
	expect(untimed(2)).toContain(' 2 entries without a time of their own ·');
});

test('what is loaded is told of the time asked for, with its date where that is not today’s', () => {
	const today = noon + 26 * 3600 * second;
	const right = (actions: readonly Action[]) => {
		const state = stateAfter([opened, arrive([{}, {}, {}]), ...actions]);
		return logsTitle(
			{
				state,
				layout: layoutOf(state),
				now: today,
				shown: state.logs.view.count(),
				loaded: heldCount(state.logs),
			},
			setting,
		).right;
	};

	const range = (from: number, to: number) =>
		ask(
			{},
			{
				range: {since: noon + from * second, until: noon + to * second},
				order: 'asc',
			},
		);
	expect(right([])).toBe('3 shown · 3 loaded since 2025-11-24 12:00:00');
	// Two of them are of that time, and more may lie between them.
	expect(right([range(1, 60)])).toBe(
		'2 shown · 2 loaded, with gaps, since 2025-11-24 12:00:01',
	);
	expect(right([range(1, 60), land([1, 2], {from: 1, to: 60})])).toBe(
		'2 shown · 2 loaded · all of that time',
	);
	expect(right([range(0, 60), land([0, 1, 2], {from: 0, to: 30})])).toBe(
		'3 shown · 3 loaded until 2025-11-24 12:00:02',
	);
});
