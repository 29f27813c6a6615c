import {expect, test} from 'vitest';
import {statusNamed} from '../../../source/log/deployment.ts';
import {v1Traits} from '../../../source/feeds/v1/v1.ts';
import {EntryColumns} from '../../../source/log/entry-columns.ts';
import {createQuery, everything} from '../../../source/log/query.ts';
import {type Action} from '../../../source/store/action.ts';
import {createState} from '../../../source/store/create-store.ts';
import {update} from '../../../source/store/update.ts';
import {visibleText} from '../../../source/text/highlight.ts';
import {width as widthOf} from '../../../source/text/width.ts';
import {headerLine} from '../../../source/ui/frame/header-line.ts';
import {settingAt} from '../../helpers/whole-ui.ts';

const second = 1_000_000;
const now = Date.UTC(2025, 10, 24, 12) * 1000;
const widths = [160, 100, 80, 40];
const lost = {message: 'The connection broke.', isRefusal: false};
const refusal = {
	message: 'The token may not read this deployment (403).',
	isRefusal: true,
	status: 403,
};
const opened: Action = {kind: 'live-opened', filter: everything, at: now};
const cut: Action = {
	kind: 'live-cut',
	at: now,
	attempt: 3,
	retryAt: now + 4 * second,
	failure: lost,
};

function header(
	actions: readonly Action[],
	{columns = 160, until}: {columns?: number; until?: number} = {},
): string {
	let state = createState({
		traits: v1Traits,
		query: createQuery({range: until === undefined ? {} : {until}}),
		limit: 1000,
		columns,
		rows: 24,
	});
	for (const action of [built('success'), ...actions]) {
		state = update(state, action);
	}

	return visibleText(
		headerLine(
			state,
			settingAt(() => now),
			now,
			columns,
		),
	);
}

function built(status: string): Action {
	return {
		kind: 'details-loaded',
		deployment: {
			id: 'storefront-7f3k2m',
			projectId: 'shop',
			status: statusNamed(status),
			domains: [],
			databases: {},
			createdAt: now - 10 * second,
			updatedAt: now - 2 * second,
		},
	};
}

const entries: Action = {
	kind: 'live-entries',
	entries: EntryColumns.of([
		{time: now, level: 'info', region: '', message: 'hello'},
	]),
	malformedCount: 0,
	at: now,
};

test.each<readonly [string, readonly Action[], string]>([
	['before it is connected', [], '◌ CONNECTING'],
	['while entries may come', [opened], '● LIVE · following'],
	[
		'when the reader has left the end',
		[opened, entries, {kind: 'hold'}],
		'● LIVE · held',
	],
	['while it is lost', [opened, cut], '◌ RECONNECTING · attempt 3 · in 4 s'],
	[
		'while it is tried again',
		[opened, cut, {kind: 'live-retrying'}],
		'◌ RECONNECTING · attempt 3',
	],
	[
		'once it is refused',
		[opened, entries, {kind: 'live-refused', failure: refusal}],
		'✗ OFFLINE · R tries again · The token may not read',
	],
	[
		'after another query',
		[
			opened,
			{
				kind: 'query',
				query: createQuery({filter: {...everything, levels: ['error']}}),
			},
			{kind: 'ask'},
		],
		'● LIVE · following',
	],
	[
		'when R was pressed while it was lost',
		[opened, cut, {kind: 'reload'}],
		'◌ RECONNECTING · attempt 1',
	],
])('the header says %s what the stream does', (_name, actions, words) => {
	expect(header(actions)).toContain(words);
});

test('a past range has neither a stream nor an end to follow', () => {
	const line = header([], {until: now});
	expect(line).toContain('■ PAST');
	expect(line).not.toMatch(/following|held/v);
});

test.each(widths)(
	'at %i columns the verdict, the state and the zone are there, and the row is not wider',
	(columns) => {
		for (const actions of [
			[],
			[opened, entries],
			[opened, cut],
			[{kind: 'live-refused', failure: refusal}] as const,
		]) {
			const line = header(actions, {columns});
			expect(line).toContain('✓ success');
			expect(line).toMatch(/CONNECTING|LIVE|RECONNECTING|OFFLINE/v);
			expect(line).toContain('UTC');
			expect(widthOf(line)).toBeLessThanOrEqual(columns);
		}
	},
);

test('at every size the header has verdict, name and state, and a newer deployment behind them', () => {
	const longest = [built('failed'), opened, cut] as const;
	const newer: Action = {
		kind: 'deployments-loaded',
		deployments: [
			{
				id: 'storefront-7f3k9z',
				projectId: 'shop',
				status: {kind: 'building'},
				domains: [],
				databases: {},
				createdAt: now,
			},
		],
	};
	for (let columns = 40; columns <= 160; columns++) {
		for (const actions of [[opened], longest, [opened, newer]]) {
			const line = header(actions, {columns});
			expect(line, `${columns}`).toMatch(
				/k2m.*(?:✓ success|✗ failed).*(?:● LIVE|◌ RECONN)/v,
			);
			expect(line).toMatch(/UTC *$/v);
			expect(widthOf(line)).toBeLessThanOrEqual(columns);
		}

		expect(header([opened, newer], {columns})).toMatch(
			columns < 60 ? /LIVE.*▲/v : /LIVE.*▲ 7f3k9z building {2}L/v,
		);
	}
});

test.each([
	['pending', '◐ building'],
	['success', '✓ success'],
	['failed', '✗ failed'],
])('a deployment that is %s is said to be %s', (status, words) => {
	expect(header([built(status)], {columns: 40})).toContain(words);
});
