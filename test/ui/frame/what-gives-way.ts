import {expect, test} from 'vitest';
import {type Action} from '../../../source/store/action.ts';
import {visibleText} from '../../../source/text/highlight.ts';
import {width as widthOf} from '../../../source/text/width.ts';
import {headerLine} from '../../../source/ui/frame/header-line.ts';
import {
	arrive,
	cut,
	noon,
	opened,
	refused,
	second,
	stateAfter,
} from '../../helpers/state-after.ts';
import {settingAt} from '../../helpers/whole-ui.ts';

const created: Action = {
	kind: 'details-loaded',
	deployment: {
		id: 'storefront-of-the-whole-shop-7f3k2m',
		projectId: 'shop',
		status: {kind: 'succeeded'},
		domains: [],
		databases: {},
		createdAt: noon - 10 * second,
		updatedAt: noon - 2 * second,
	},
};
const quiet: Action = {kind: 'live-quiet', since: noon};
const busy = [opened, arrive([{}]), quiet];

function header(actions: readonly Action[], columns: number): string {
	const state = stateAfter([created, ...actions], {columns});
	return visibleText(
		headerLine(
			state,
			settingAt(() => noon),
			noon,
			columns,
		),
	);
}

/** From wide to narrow: at how many columns each of the words is seen last. */
function lastSeen(actions: readonly Action[], words: readonly string[]) {
	return words.map((word) => {
		let columns = 200;
		while (columns > 20 && header(actions, columns).includes(word)) {
			columns--;
		}

		return columns;
	});
}

test('a wide terminal has all of it', () => {
	expect(header(busy, 160)).toMatch(
		/^ storefront-of-the-whole-shop-7f3k2m {2}✓ success {2}8\.0 s {3}● LIVE · following {3}quiet since 12:00:00 {3}SIMULATED +12:00:00\.000 UTC$/v,
	);
});

test('what matters least goes first: how long it took, the rate, whether it is followed, the name; never the verdict', () => {
	const seen = lastSeen(busy, [
		'8.0 s',
		'quiet since',
		'· following',
		'storefront',
		'SIM',
		'UTC',
		'LIVE',
		'✓ success',
	]);
	expect(seen).toEqual(seen.toSorted((a, b) => b - a));
	expect(seen.at(-1)).toBe(20);
});

test('of the selected entry’s time the date goes first, and the zone stays', () => {
	const yesterday = [
		opened,
		arrive([{time: noon - 86_400 * second}]),
		{kind: 'hold'} as const,
	];
	expect(header(yesterday, 160)).toMatch(/2025-11-23 12:00:00\.000 UTC$/v);
	expect(header(yesterday, 44)).toMatch(/success.*LIVE.*\d UTC$/v);
	expect(header(yesterday, 40)).toMatch(/UTC$/v);
});

const refusedLater = [opened, arrive([{}]), refused];

test('a long reason goes before the state word or what to do does, and is never cut', () => {
	expect(header(refusedLater, 160)).toContain(
		'✗ OFFLINE · R tries again · The token may not read this deployment (403).',
	);
	expect(header(refusedLater, 80)).toMatch(/OFFLINE · R tries again/v);
	expect(header(refusedLater, 40)).toMatch(/✓ success.*✗ OFFLINE/v);
	const [word, next, why] = lastSeen(refusedLater, [
		'OFFLINE',
		'R tries again',
		'The token',
	]);
	expect(why).toBeGreaterThan(next ?? 0);
	expect(next).toBeGreaterThan(word ?? 0);
});

test('of a lost connection the reason goes first, then when it is tried again, then how often it was', () => {
	const [word, attempt, when, why] = lastSeen(
		[opened, cut],
		['RECONNECTING', 'attempt 3', 'in 4 s', 'The connection'],
	);
	expect(why).toBeGreaterThan(when ?? 0);
	expect(when).toBeGreaterThan(attempt ?? 0);
	expect(attempt).toBeGreaterThan(word ?? 0);
});

test.each([
	['東京のデプロイメント'.repeat(4)],
	['👩‍👩‍👧🇩🇪❤️'.repeat(10)],
	['e\u0301'.repeat(60)],
])('a name like %s makes no header wider than the terminal', (id) => {
	for (let columns = 40; columns <= 160; columns++) {
		const state = stateAfter(
			[
				...(created.kind === 'details-loaded'
					? [{...created, deployment: {...created.deployment, id}}]
					: []),
				...busy,
			],
			{columns},
		);
		const line = headerLine(
			state,
			settingAt(() => noon),
			noon,
			columns,
		);
		expect(widthOf(line)).toBeLessThanOrEqual(columns);
		expect(visibleText(line)).toContain('✓ success');
		expect(visibleText(line)).toMatch(/UTC$/v);
	}
});
