import {expect, it} from 'vitest';
import {createFilter, createQuery} from '../../../source/log/query.ts';
import {type Action} from '../../../source/store/action.ts';
import {rules} from '../../../source/store/list/rule.ts';
import {visibleText} from '../../../source/text/highlight.ts';
import {width as widthOf} from '../../../source/text/width.ts';
import {ruleRow} from '../../../source/ui/app-logs/log-rows.ts';
import {ruleWords} from '../../../source/ui/app-logs/list-words.ts';
import {
	arrive,
	ask,
	cut,
	land,
	noon,
	opened,
	refused,
	second,
	stateAfter,
} from '../../helpers/state-after.ts';
import {settingAt} from '../../helpers/whole-ui.ts';

const {theme, timestamps} = settingAt(() => noon);

/** What the rules in the list say, from the oldest to the newest. */
function rows(
	actions: readonly Action[],
	options: Parameters<typeof stateAfter>[1] = {},
	width = 100,
): string[] {
	const {logs} = stateAfter(actions, options);
	return rules(logs).map((rule) =>
		visibleText(ruleRow(ruleWords(rule, logs, timestamps), width, theme)),
	);
}

/** The keys rest. */
const settled: Action = {kind: 'ask'};
const errors = createFilter({levels: ['error']});
const before: Action[] = [
	opened,
	arrive([{}, {}, {}]),
	land([0, 1, 2], {from: -60}),
];
const again: Action[] = [
	cut,
	{kind: 'live-retrying'},
	{...opened, at: noon + 12 * second},
];

it('where the stream came back it is said after how long, and how much was filled', () => {
	const own = [12, 13, 19].map((at) => ({
		time: noon + at * second,
		message: `entry ${at}`,
	}));
	const filled = land([0, 1, 2, 5, 6, 12, 13, 19], {at: 20});
	expect(rows([...before, ...again, arrive(own), filled]).at(-1)).toMatch(
		/^── reconnected after 12\.0 s · 2 entries filled ─+$/v,
	);
});

it('as long as past logs may lag behind, that is so much so far', () => {
	const some = land([0, 1, 2, 5], {at: 13});
	expect(rows([...before, ...again, some]).at(-1)).toContain(
		' · 1 entry filled so far ─',
	);
});

it('never less than nothing was filled, though the server tells less than before', () => {
	const less = land([2], {at: 13});
	expect(rows([...before, ...again, less]).at(-1)).toContain(
		' · 0 entries filled so far ─',
	);
});

it('where all is read there is the beginning, and no other rule', () => {
	expect(rows([opened, land([0], {from: -noon / second})])).toEqual([
		expect.stringMatching(/^── beginning of the logs ─+$/v),
	]);
});

it('after a filter was loosened the rule names the levels that are loading', () => {
	const loaded = [
		opened,
		land([-30], {from: -60, to: 0}),
		land([0, 5], {to: 10, filter: errors}),
		land([12, 60], {from: 10, to: 61}),
	];
	expect(rows(loaded)).toContainEqual(
		expect.stringMatching(
			/^── 12:00:00–12:00:10 loading warning, info, debug ─+$/v,
		),
	);
	expect(
		rows([...loaded, cut, ask({text: 'no'}), settled, ask({}), settled]),
	).toContainEqual(
		expect.stringMatching(
			/^── 12:00:00–12:00:10 without warning, info, debug ─+$/v,
		),
	);
	expect(rows([...loaded, ask(errors)]).join(' ')).not.toContain('12:00:10');
});

it('what is narrowed here is searched for, and the rule says how far back', () => {
	const query = createQuery({
		refinements: [{effect: 'hide', kind: 'text', text: 'health'}],
	});
	const loaded = [opened, land([0], {from: -60})];
	expect(rows(loaded, {query})[0]).toMatch(
		/^── searching … back to 11:59:00 · esc stops ─+$/v,
	);
	expect(
		rows([...loaded, {kind: 'page-reached', time: noon - 3600 * second}], {
			query,
		})[0],
	).toMatch(/^── searching … back to 11:00:00 · esc stops ─+$/v);
	expect(
		rows([...loaded, {kind: 'page-range', isStopped: true}], {query})[0],
	).toMatch(/^── before 11:59:00 not loaded · stopped · enter goes on ─+$/v);
	expect(rows(loaded)[0]).toMatch(/^── before 11:59:00 loading ─+$/v);
});

it('a gap over midnight tells the days of both ends', () => {
	const day = 86_400;
	expect(
		rows([opened, land([-day], {from: -day, to: 1 - day}), land([0], {to: 1})]),
	).toContainEqual(
		expect.stringMatching(
			/^── 2025-11-23 12:00:01–2025-11-24 12:00:00 loading ─+$/v,
		),
	);
});

it('the first entries of a day have its name above them, but not those of the oldest day', () => {
	const day = 86_400;
	const said = rows([
		{kind: 'list-rows', dayZone: 'utc'},
		opened,
		land([-2 * day, -day, 0], {from: -3 * day}),
	]);
	expect(said.filter((row) => row.includes('day '))).toEqual([
		expect.stringMatching(/^── Sunday 2025-11-23 ─+$/v),
		expect.stringMatching(/^── Monday 2025-11-24 ─+$/v),
	]);
});

it('a range of more than may be held says how much that is, and which flag is for it', () => {
	const query = createQuery({
		range: {since: noon, until: noon + 3600 * second},
		order: 'asc',
	});
	expect(
		rows([land([0, 1, 2], {to: 3600, next: 'more'})], {query, limit: 1001}),
	).toEqual([
		expect.stringMatching(
			/^── 12:00:02–13:00:00 not loaded · no more than 1,001 are held at once \(--buffer\) ─+$/v,
		),
	]);
});

it('on a narrow row the reason gives way, what can be done does not', () => {
	const offline = [opened, arrive([{}]), refused];
	for (let width = 38; width <= 160; width++) {
		const row = rows(offline, {}, width).at(-1) ?? '';
		expect(widthOf(row)).toBe(width);
		expect(row).toContain('R tries again');
	}
});
