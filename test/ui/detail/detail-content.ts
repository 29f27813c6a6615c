import {expect, test} from 'vitest';
import {type Entry} from '../../../source/log/entry.ts';
import {detailContent} from '../../../source/ui/detail/detail-content.ts';
import {fieldAt} from '../../../source/ui/detail/fields.ts';
import {noon, opened, stateAfter} from '../../helpers/state-after.ts';
import {settingAt} from '../../helpers/whole-ui.ts';
import {processorTime} from '../../helpers/processor-time.ts';

const setting = settingAt(() => noon);
const state = stateAfter([opened]);
const width = 160;
const height = 40;

function entryOf(message: string): Entry {
	return {time: noon, level: 'info', region: 'gcp-us-east4', message};
}

function open(message: string) {
	const subject = {kind: 'entry', entry: entryOf(message)} as const;
	return detailContent(state, subject, setting, width);
}

function bare(text: string | undefined): string | undefined {
	// eslint-disable-next-line no-control-regex -- Colours are set by control sequences.
	return text?.replaceAll(/\u{1B}\[[\d;]*m/gv, '');
}

const megabytes = 2 ** 20;

test.each([
	['16 MiB of plain ASCII', () => 'x'.repeat(16 * megabytes), 105_000],
	['100,000 numbers', () => `[{"all": [${'12345, '.repeat(100_000)}0]}]`, 6000],
	['200,000 pairs', () => 'key=value '.repeat(200_000), 200_000],
	[
		'20,000 objects',
		() =>
			`[${'{"path": "/cart", "ms": 12, "ok": true}, '.repeat(20_000)}{"a": 1}]`,
		100_000,
	],
	[
		'20,000 objects beside each other',
		() => '{"a": [1, {}]} x '.repeat(20_000),
		80_000,
	],
	[
		'16 MiB of one string',
		() => `{"a": "${'é'.repeat(8 * megabytes)}"}`,
		50_000,
	],
	[
		'16 MiB of JSON that ends nowhere',
		() => `{${'"key": "value", '.repeat(megabytes)}`,
		100_000,
	],
	['16 MiB of brackets', () => '[{'.repeat(8 * megabytes), 50_000],
	[
		'lines that end as on Windows',
		() => 'ab\r\n'.repeat(4 * megabytes),
		50_000,
	],
	['letters of two cells', () => '東'.repeat(4 * megabytes), 50_000],
	[
		'marks and colours',
		() => '\u001B[31me\u0301\u001B[0m'.repeat(megabytes),
		6000,
	],
])(
	'%s are laid out only as far as they are shown',
	(_name, message, rowCount) => {
		const started = processorTime();
		const content = open(message());
		expect(content.count(height)).toBe(height);
		expect(content.knownCount).toBe(height);
		// Some 50 ms, on a machine that does nothing else.
		expect(processorTime() - started).toBeLessThan(1000);
		expect(content.count(rowCount / 50)).toBe(rowCount / 50);
	},
);

test('scrolled to its end a long message has been shown whole', () => {
	const words = Array.from({length: 4000}, (_, index) => `w${index}`).join(' ');
	const content = open(words);
	const rows = Array.from({length: content.count(10_000)}, (_, index) =>
		bare(content.at(index)?.text),
	);
	expect(rows.join('')).toContain(words);
	expect(rows.at(-1)).toContain('w0 w1');
});

test('the colours of a long line go on over its pieces', () => {
	const content = open(`\u001B[31m${'red '.repeat(20_000)}`);
	for (const index of [4, 100, 400]) {
		const row = content.at(index)?.text ?? '';
		expect(row.startsWith('\u001B[31m')).toBe(true);
		expect(row.endsWith('\u001B[0m')).toBe(true);
	}
});

test('a long list of numbers fills its lines, and a short one has none', () => {
	const content = open(`{"few": [1, 2], "many": [${'123456, '.repeat(500)}0]}`);
	const rows = Array.from({length: 8}, (_, index) =>
		bare(content.at(index + 4)?.text),
	);
	expect(rows[1]).toBe('  "few": [1, 2],');
	expect(rows[2]).toBe('  "many": [');
	expect(rows[3]).toMatch(/^ {4}(?:123456, ){12,14}123456,$/v);
});

test('any field can be asked for', () => {
	const subject = {
		kind: 'entry',
		entry: entryOf('id=1 '.repeat(5000) + 'last=2'),
	} as const;
	expect(fieldAt(subject, 1)).toEqual({kind: 'region', value: 'gcp-us-east4'});
	expect(fieldAt(subject, 5002)).toEqual({kind: 'text', value: 'last=2'});
	expect(fieldAt(subject, 5003)).toBeUndefined();
});
