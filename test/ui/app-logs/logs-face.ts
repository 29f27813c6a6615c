import {expect, it} from 'vitest';
import {
	createQuery,
	narrowQuery,
	type Query,
} from '../../../source/log/query.ts';
import {type Action} from '../../../source/store/action.ts';
import {logsFace} from '../../../source/ui/app-logs/logs-face.ts';
import {createReader} from '../../helpers/reader.ts';
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

const setting = settingAt(() => noon);
const broken = {message: 'The server said 500.', isRefusal: false};
const live = createQuery();
const past = createQuery({
	range: {since: noon, until: noon + 3600 * second},
	order: 'asc',
});
/** All that there ever was is read. */
const whole = {from: -noon / second};
/** Past logs may lag behind: they are asked until no more is to be awaited. */
const nothing = [opened, land([], whole), land([], {...whole, at: 60})];

it.each<readonly [string, string, readonly Action[], Query]>([
	['before there is a connection', 'Connecting …', [], live],
	['while the past is read', 'Loading …', [opened], live],
	[
		'how far a search has got',
		'Searching … back to 2025-11-24 11:00:00 /timeout/ esc stops.',
		[opened, {kind: 'page-reached', time: noon - 3600 * second}],
		createQuery({
			refinements: [
				{effect: 'keep', kind: 'regex', source: 'timeout', flags: ''},
			],
		}),
	],
	[
		'where nothing was ever logged',
		'Nothing has been logged yet. Entries appear here as they come.',
		nothing,
		live,
	],
	[
		'where nothing matches, how much there is without the filter',
		'No entry matches errors only · "no". x clears the filter and shows 1 entry more.',
		[
			opened,
			land([0], {from: -noon / second}),
			ask({levels: ['error'], text: 'no'}),
		],
		live,
	],
	[
		'where nothing matches, in which other case it would',
		'No entry matches "ENTRY". 3 loaded entries have "entry": enter searches for that. x clears the filter and shows 4 entries more.',
		[
			opened,
			land([0, 1, 2], {from: -noon / second}),
			arrive([{time: noon + 60 * second, message: 'Entry'}]),
			ask({text: 'ENTRY'}),
		],
		live,
	],
	[
		'where a past range is empty',
		'No entries 2025-11-24 12:00:00 to 13:00:00. t chooses another time.',
		[land([], {to: 3600})],
		past,
	],
	[
		'where a past range was stopped before an entry came',
		'Stopped before an entry came. enter goes on.',
		[{kind: 'page-range', isStopped: true}],
		past,
	],
	[
		'where a page failed',
		'The server said 500. enter tries again.',
		[
			opened,
			{
				kind: 'page-failed',
				from: 0,
				to: noon,
				failure: broken,
				serverTime: noon,
			},
		],
		live,
	],
	[
		'while the stream is lost',
		'The connection broke. deplog keeps trying.',
		[opened, cut],
		live,
	],
	[
		'while the stream is lost, that what is loaded is hidden',
		'The connection broke. deplog keeps trying. Nothing that is loaded matches "ENTRY": x clears the filter and shows 2 entries more.',
		[opened, arrive([{}, {}]), cut, ask({text: 'ENTRY'})],
		live,
	],
	[
		'once it is refused',
		'The token may not read this deployment (403). R tries again.',
		[refused],
		live,
	],
])('the logs say %s', (_name, words, actions, query) => {
	const {logs} = stateAfter(actions, {query});
	expect(logsFace(logs, setting).lines.join(' ')).toBe(words);
});

it.each<readonly [typed: readonly string[], logged: string, words: string]>([
	[['istanbul'], 'pop İSTANBUL is slow', '"İSTANBUL"'],
	[['SIRKET'], 'şirket kayıtlı', '"şirket"'],
	[['KAYITLI'], 'şirket kayıtlı', '"kayıtlı"'],
	[['strasse'], 'Straße 5', '"Straße"'],
	[['GROSSE'], 'eine große Bestellung', '"große"'],
	[['ΟΔΟΣ'], 'οδός ερμού', '"οδός"'],
	[['заказ'], 'ЗАКАЗ 15 отменён', '"ЗАКАЗ"'],
	[['отменен'], 'ЗАКАЗ 15 отменён', '"отменён"'],
	[['cafe'], 'order of café au lait', '"café"'],
	[['café'], 'order of cafe\u0301 au lait', '"cafe\u0301"'],
	[['timeout'], 'ｔｉｍｅｏｕｔ', '"ｔｉｍｅｏｕｔ"'],
	[[' Timeout '], 'upstream timeout', '"timeout"'],
	[['ärger', 'GROSS'], 'Ärger, groß', '"Ärger" · "groß"'],
	[['Ärger', 'GROSS'], 'Ärger, groß', '"groß"'],
	[['path:/CART'], 'hit path=/cart', 'path:/cart'],
	[['user:zoe'], '{"user": "Zoë"}', 'user:Zoë'],
	[['status>=500', 'CART'], 'path=/cart status=502', '"cart"'],
	[['!health', 'TIMEOUT'], 'timeout of a', '"timeout"'],
	[['/TIME.?OUT/'], 'upstream time-out', '/TIME.?OUT/i'],
])('%j finds nothing, but would find %j as %s', (typed, logged, words) => {
	const reader = createReader([
		opened,
		land([], {from: -noon / second}),
		arrive([{message: logged}, {message: 'path=/a user=b status=200 health'}]),
	]);
	const isField = (name: string) => ['path', 'user', 'status'].includes(name);
	let query = createQuery();
	for (const text of typed) {
		const narrowed = narrowQuery(query, text, isField);
		query = narrowed.kind === 'query' ? narrowed.query : query;
	}

	reader.dispatch({kind: 'query', query});
	reader.store.get().logs.view.run(() => true);
	expect(logsFace(reader.store.get().logs, setting).lines[1]).toBe(
		`1 loaded entry has ${words}: enter searches for that.`,
	);
	reader.press('enter');
	const {view} = reader.store.get().logs;
	view.run(() => true);
	expect(view.count().count).toBe(1);
});

it.each([['tiemout'], ['status>=700'], ['!upstream'], ['path:/CARD']])(
	'%s finds nothing, and no other spelling of it would',
	(typed) => {
		const {logs} = stateAfter(
			[
				opened,
				land([], {from: -noon / second}),
				arrive([{message: 'upstream timeout path=/cart status=502'}]),
			],
			{
				query: (() => {
					const narrowed = narrowQuery(
						createQuery(),
						typed,
						(name) => name !== 'no',
					);
					return narrowed.kind === 'query' ? narrowed.query : createQuery();
				})(),
			},
		);
		expect(logsFace(logs, setting).lines.join(' ')).not.toContain('searches');
	},
);

it('of more entries than are looked through it says so', () => {
	const {logs} = stateAfter(
		[
			opened,
			land([], {from: -noon / second}),
			arrive(
				Array.from({length: 10_005}, (_, index) => ({
					message: index % 2 === 0 ? 'upstream timeout' : 'fine',
				})),
			),
			ask({text: 'TIMEOUT'}),
		],
		{limit: 20_000},
	);
	logs.view.run(() => true);
	expect(logsFace(logs, setting).lines[1]).toBe(
		'5,000 of the newest 10,000 loaded entries have "timeout": enter searches for that.',
	);
});

it('enter on that face takes the other case', () => {
	const reader = createReader([
		opened,
		land([0, 1], {from: -noon / second}),
		ask({levels: ['info'], text: 'ENTRY'}),
	]);
	reader.press('enter');
	const {query} = reader.store.get().logs;
	expect(query.filter).toEqual({levels: ['info'], regions: [], text: 'entry'});
	const {view} = reader.store.get().logs;
	view.run(() => true);
	expect(view.count().count).toBe(2);
});
