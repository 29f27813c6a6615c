import fc from 'fast-check';
import {hostileText} from './hostile-text.ts';
import {type Deed} from './deed.ts';

export const plainMessage = fc.oneof(
	fc.string({maxLength: 40}),
	fc
		.nat({max: 400})
		.map((length) => 'timeout '.repeat(length).slice(0, length)),
	fc.constantFrom(
		'',
		'{"path":"/cart","attempt":2,"user":{"id":17}}',
		'Error: boom\n    at cart (file:///src/cart.ts:41:17)\n    at serve (ext:deno_http/00_serve.ts:1:1)\n',
		'upstream timeout path=/cart attempt=2',
		'\tindented\twith\ttabs',
	),
);

export const wildMessage = fc.oneof(
	hostileText,
	fc.string({unit: 'grapheme', maxLength: 60}),
	fc
		.tuple(
			fc.constantFrom('東', '👩‍👩‍👧', '🇩🇪', '❤️', 'e\u0301', 'ｶﾞ', '─', '·', '１'),
			fc.nat({max: 170}),
		)
		.map(([grapheme, count]) => grapheme.repeat(count)),
	fc.constantFrom(
		'東京都 timeout 東京',
		'👩‍👩‍👧 family 👩‍👩‍👧👩‍👩‍👧\n👍🏽 1️⃣ ☎︎ ☎️ ok',
		'\u001B[31mred 東\u001B[44m on blue 🇩🇪🇩🇪',
		'नमस्ते दुनिया क्षि',
		'مرحبا בעולם',
		'한국어 ᄒ ﾊﾞ ｶﾞ\t東\t🚀\tx',
		'{"name":"東京","flag":"🇩🇪","zwj":"👩‍👩‍👧"}',
	),
);

const escape = '\u001B';
const arrows = ['A', 'B', 'C', 'D', 'H', 'F', '5~', '6~'].map(
	(end) => `${escape}[${end}`,
);
const letters = [..."jkgGfehlwiaEWIDruxXcvVTzJK[]nNmoptyYCPR!/:?@<>'1234 su-+"];
const moves = ['j', 'k', 'jj', 'kkk', ' ', 'G', 'g', '\u0002', '\u0006'];
const controls = [
	'\r',
	escape,
	'\t',
	`${escape}[Z`,
	'\u0015',
	'\u0004',
	'\u000C',
];
const typed = [
	'e',
	'en',
	'time',
	'東',
	'\u007F',
	'!x',
	'/a/',
	'15m ago',
	'wrap',
];

/** Ways through prompts, pickers and panes that single keys seldom find. */
const ways = [
	'/time\r',
	'/!e\r',
	'/o./',
	't15m\r',
	't2025-11-24T12:00:10Z to 2025-11-24T12:00:50Z\r',
	'r \r',
	'ru',
	':wrap\r',
	':hist',
	'@shop',
	`p${escape}[B\r`,
	'pjj',
	'4hh',
	'4h hh\r',
	'\r\t+',
	'\rjj',
	'kkku',
	'gV\u0006',
	'?G',
	'2/y\r',
	'zz',
];

const keys = fc.oneof(
	{weight: 5, arbitrary: fc.constantFrom(...moves)},
	{weight: 6, arbitrary: fc.constantFrom(...letters)},
	{weight: 3, arbitrary: fc.constantFrom(...arrows)},
	{weight: 4, arbitrary: fc.constantFrom(...controls)},
	{weight: 2, arbitrary: fc.constantFrom(...typed)},
	{weight: 3, arbitrary: fc.constantFrom(...ways)},
	{
		weight: 1,
		arbitrary: fc.constant(`${escape}[200~pasted 東\ntext${escape}[201~`),
	},
);

/** Anything that may happen, with messages of a kind. */
export function deedOf(message: fc.Arbitrary<string>): fc.Arbitrary<Deed> {
	const messages = fc.array(message, {minLength: 1, maxLength: 6});
	return fc.oneof(
		{
			weight: 16,
			arbitrary: fc.record({kind: fc.constant('press' as const), keys}),
		},
		{
			weight: 7,
			arbitrary: fc.record({
				kind: fc.constant('append' as const),
				messages,
				late: fc.constantFrom(0, 0, 0, 2, 30),
			}),
		},
		{
			weight: 2,
			arbitrary: fc.record({
				kind: fc.constant('page' as const),
				from: fc.integer({min: 5, max: 200}),
				messages,
			}),
		},
		{
			weight: 1,
			arbitrary: fc.record({
				kind: fc.constant('resize' as const),
				columns: fc.oneof(
					fc.constantFrom(160, 100, 80, 40),
					fc.integer({min: 30, max: 170}),
				),
				rows: fc.oneof(
					fc.constantFrom(45, 32, 24, 12),
					fc.integer({min: 6, max: 50}),
				),
			}),
		},
		{
			weight: 1,
			arbitrary: fc.record({kind: fc.constant('build' as const), messages}),
		},
		{
			weight: 1,
			arbitrary: fc.record({
				kind: fc.constant('deployment' as const),
				status: fc.constantFrom('pending', 'success', 'failed', 'odd'),
			}),
		},
		{
			weight: 1,
			arbitrary: fc.record({
				kind: fc.constant('first-error' as const),
				message,
			}),
		},
		{
			weight: 1,
			arbitrary: fc.record({
				kind: fc.constant('deployments' as const),
				domains: fc.array(message, {maxLength: 20}),
			}),
		},
		{
			weight: 1,
			arbitrary: fc.record({
				kind: fc.constant('baseline' as const),
				messages,
			}),
		},
		{
			weight: 2,
			arbitrary: fc.record({
				kind: fc.constant('network' as const),
				what: fc.constantFrom(
					'cut',
					'heal',
					'heal',
					'refuse',
					'fail',
					'overdue',
					'quiet',
				),
			}),
		},
	);
}
