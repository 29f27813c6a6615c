import {expect, test} from 'vitest';
import {type Entry} from '../../../source/log/entry.ts';
import {
	countRegions,
	heldEntry,
	heldId,
} from '../../../source/store/buffer/look-up.ts';
import {LogBuffer} from '../../../source/store/buffer/log-buffer.ts';

const live = {source: 1, text: ''};
const time = 1_000_000;
const entryOf = (message: string): Entry => ({
	time,
	level: 'info',
	region: 'eu',
	message,
});

test('an entry is found among others of its instant, and again after it was replaced', () => {
	const buffer = new LogBuffer();
	const entry = entryOf('b');
	const ids = ['a', 'b', 'c'].map((message) =>
		buffer.append(entryOf(message), live),
	);
	expect(heldId(buffer, entry)).toBe(ids[1]);
	expect(heldId(buffer, entry)).toBe(ids[1]);

	const [, again] = buffer.replace(time, time + 1, [
		{entry: entryOf('a'), origin: live},
		{entry, origin: live},
	]);
	expect(again).not.toBe(ids[1]);
	expect(heldId(buffer, entry)).toBe(again);

	const [piece] = buffer.pieces;
	expect(buffer.pieces).toHaveLength(1);
	if (piece !== undefined) {
		buffer.evict(piece);
	}

	expect(heldId(buffer, entry)).toBeUndefined();
	expect(heldId(new LogBuffer(), entry)).toBeUndefined();
});

test('an entry that was read by its id is known by it, also beside its like', () => {
	const buffer = new LogBuffer();
	const [, second] = [1, 2].map(() => buffer.append(entryOf('a'), live));
	const entry = heldEntry(buffer, second ?? 0);
	expect(entry?.message).toBe('a');
	expect(entry && heldId(buffer, entry)).toBe(second);
	expect(heldEntry(buffer, 1e9)).toBeUndefined();
});

test('the entries of each region are counted since any time', () => {
	const buffer = new LogBuffer();
	const regions = ['eu', 'us', 'eu', 'ap', 'eu', 'us', 'us', 'us'];
	for (const [index, region] of regions.entries()) {
		buffer.append({...entryOf('a'), region, time: time + index}, live);
	}

	for (let since = time - 1; since <= time + regions.length; since++) {
		const newer = regions.slice(Math.max(0, since - time));
		for (const {region, count} of countRegions(buffer, [], since)) {
			expect(count).toBe(newer.filter((one) => one === region).length);
		}
	}
});
