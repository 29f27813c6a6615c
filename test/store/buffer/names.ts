import {expect, test} from 'vitest';
import {type Entry} from '../../../source/log/entry.ts';
import {EntryColumns} from '../../../source/log/entry-columns.ts';
import {claim} from '../../../source/store/update/live.ts';
import {heldId} from '../../../source/store/buffer/look-up.ts';
import {Interner} from '../../../source/store/buffer/names.ts';
import {LogBuffer} from '../../../source/store/buffer/log-buffer.ts';
import {processorTime} from '../../helpers/processor-time.ts';

const entryOf = (index: number, level: string, region = 'r'): Entry => ({
	time: 1_000_000 + index,
	level,
	region,
	message: `entry ${index}`,
});
const live = {source: 1, text: ''};

test('levels beyond the table are one other, none under a wrong name', () => {
	const buffer = new LogBuffer();
	const entries = Array.from({length: 400}, (_, index) =>
		entryOf(index, `level ${index}`),
	);
	const ids = entries.map((entry) => buffer.append(entry, live));
	const named = ids.map((id) => buffer.entry(id)?.level);
	for (const [index, name] of named.entries()) {
		expect([`level ${index}`, 'other']).toContain(name);
	}

	expect(named.filter((name) => name === 'other')).toHaveLength(400 - 250);
	expect(buffer.levels.names.length).toBe(255);
});

test('an error by another name is an error also where the table is full', () => {
	const buffer = new LogBuffer();
	for (let index = 0; index < 300; index++) {
		buffer.append(entryOf(index, `level ${index}`), live);
	}

	const id = buffer.append(entryOf(300, 'FATAL'), live);
	expect(buffer.entry(id)?.level).toBe('error');
});

test('an entry that comes again under a name for which there is no room is the same entry', () => {
	const buffer = new LogBuffer();
	const entries = Array.from({length: 300}, (_, index) =>
		entryOf(index, `level ${index}`),
	);
	buffer.appendRun(EntryColumns.of(entries), [0, 300], live);
	for (const entry of entries) {
		expect(heldId(buffer, entry)).toBeDefined();
		expect(claim(buffer, entry, 2)).toBe(true);
		expect(claim(buffer, entry, 2)).toBe(false);
	}
});

test('long names take no more room than many', () => {
	const names = new Interner(65_535);
	for (let index = 0; index < 2000; index++) {
		names.index(`${index} ${'x'.repeat(10_000)}`);
	}

	expect(names.names.join('').length).toBeLessThan(1_100_000);
	expect(names.name(names.index(`1999 ${'x'.repeat(10_000)}`))).toBe('other');
	expect(names.name(names.index(`3 ${'x'.repeat(10_000)}`))).toMatch(/^3 x/v);
});

test('a batch of ten thousand regions is read in no time', () => {
	const start = processorTime();
	const columns = EntryColumns.of(
		Array.from({length: 10_000}, (_, index) =>
			entryOf(index, 'info', `region ${index}`),
		),
	);
	expect(columns.at(9999)?.region).toBe('region 9999');
	expect(processorTime() - start).toBeLessThan(1000);
});
