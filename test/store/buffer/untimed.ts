import {expect, test} from 'vitest';
import {EntryColumns} from '../../../source/log/entry-columns.ts';
import {type Entry} from '../../../source/log/entry.ts';
import {LogBuffer} from '../../../source/store/buffer/log-buffer.ts';

const entryOf = (time: number, timeText?: string): Entry => ({
	time,
	...(timeText !== undefined && {timeText}),
	level: 'info',
	region: 'r',
	message: `entry ${time}`,
});
const live = {source: 1, text: ''};

test('entries without a time of their own are counted as long as they are held', () => {
	const buffer = new LogBuffer();
	buffer.append(entryOf(1000, ''), live);
	buffer.append(entryOf(2000, 'soon'), live);
	buffer.append(entryOf(3000), live);
	// Spelled otherwise, but its own.
	buffer.append(entryOf(1_700_000_000_000_000, '1700000000'), live);
	expect(buffer.untimedCount).toBe(2);
	buffer.appendRun(
		EntryColumns.of([
			entryOf(1_800_000_000_000_000, 'never'),
			entryOf(1_800_000_000_000_001),
		]),
		[0, 2],
		live,
	);
	expect(buffer.untimedCount).toBe(3);
	buffer.replace(0, 1500, []);
	expect(buffer.untimedCount).toBe(2);
	for (const piece of buffer.pieces) {
		buffer.evict(piece);
	}

	expect(buffer.untimedCount).toBe(0);
});
