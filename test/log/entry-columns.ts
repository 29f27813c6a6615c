import fc from 'fast-check';
import {expect, test} from 'vitest';
import {EntryColumns} from '../../source/log/entry-columns.ts';

const entry = fc.record(
	{
		time: fc.integer({min: 0, max: Date.UTC(2255, 0) * 1000}),
		timeText: fc.string(),
		level: fc.oneof(fc.constantFrom('error', 'info', ''), fc.string()),
		message: fc.oneof(
			fc.string({unit: 'grapheme', maxLength: 3000}),
			fc.constantFrom('', '\uFEFFa', '\u0000\n'),
		),
		region: fc.oneof(fc.constantFrom('gcp-us-east4', ''), fc.string()),
	},
	{requiredKeys: ['time', 'level', 'message', 'region']},
);

test('entries come out of columns as they went in, however many and long they are', () => {
	fc.assert(
		fc.property(fc.array(entry, {maxLength: 150}), (entries) => {
			expect([...EntryColumns.of(entries)]).toEqual(entries);
		}),
	);
});

test('there is no entry behind the last one', () => {
	const columns = EntryColumns.of([
		{time: 1, level: 'info', message: 'a', region: ''},
	]);
	expect(columns.at(0)).toMatchObject({message: 'a'});
	expect(columns.at(1)).toBeUndefined();
	expect(EntryColumns.of([]).lastTime).toBeUndefined();
});

test('names beyond those that are known are kept beside them', () => {
	const known = ['info'];
	const columns = new EntryColumns({levels: known});
	const add = (level: string) => {
		columns.push({time: 1, level, message: '', region: ''});
	};

	add('info');
	add('odd');
	known.push('odd');
	add('odd');
	expect([...columns].map(({level}) => level)).toEqual(['info', 'odd', 'odd']);
});
