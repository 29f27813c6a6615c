import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Entry} from '../../source/log/entry.ts';
import {EntryColumns} from '../../source/log/entry-columns.ts';
import {LogBuffer} from '../../source/store/buffer/log-buffer.ts';

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
		trace: fc.constantFrom('4bf92f3577b34da6', '4bf92f3577b34da7', 'é'),
		span: fc.string({minLength: 1, maxLength: 80}),
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

test('ids stay with their entries in columns that are used again, and where runs of them are held', () => {
	fc.assert(
		fc.property(
			fc.array(fc.array(entry, {maxLength: 40}), {maxLength: 5}),
			(batches) => {
				const columns = new EntryColumns();
				const buffer = new LogBuffer();
				for (const entries of batches) {
					columns.clear();
					for (const one of entries) {
						columns.push({...one, time: 1});
					}

					buffer.appendRun(columns, [0, columns.length], {source: 1, text: ''});
				}

				expect(
					[...buffer.places(0, 2)].map((place) => {
						const held = buffer.entry(buffer.idAt(place));
						return {trace: held?.trace, span: held?.span};
					}),
				).toEqual(batches.flat().map(({trace, span}) => ({trace, span})));
			},
		),
		{numRuns: 50},
	);
});

test('an id takes its bytes and five more; one that comes again takes no bytes, and where there are none they cost nothing', () => {
	const measure = (ids: (index: number) => Partial<Entry>) => {
		const buffer = new LogBuffer();
		for (let index = 0; index < 10_000; index++) {
			buffer.append(
				{time: index, level: 'info', message: 'm', region: '', ...ids(index)},
				{source: 1, text: ''},
			);
		}

		return buffer.allocated / 10_000;
	};

	const bare = measure(() => ({}));
	const trace = (index: number) => ({
		trace: `4bf92f3577b34da6a3ce929d${String(Math.floor(index / 10)).padStart(8, '0')}`,
	});
	expect(bare).toBeLessThan(24);
	expect(measure(trace) - bare).toBeLessThan(14);
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
