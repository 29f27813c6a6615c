import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {v1Traits} from '../../../source/feeds/v1/v1.ts';
import {EntryColumns} from '../../../source/log/entry-columns.ts';
import {type Entry} from '../../../source/log/entry.ts';
import {createQuery, everything} from '../../../source/log/query.ts';
import {createState} from '../../../source/store/create-state.ts';
import {createStore} from '../../../source/store/create-store.ts';

function createLiveStore(limits: {
	readonly limit: number;
	readonly byteLimit?: number;
}) {
	const store = createStore(
		createState({
			traits: v1Traits,
			query: createQuery(),
			...limits,
			columns: 80,
			rows: 24,
		}),
	);
	store.dispatch({kind: 'live-opened', filter: everything, at: 0});
	let time = 0;
	return {
		buffer: () => store.get().logs.buffer,
		take(messages: readonly string[]) {
			store.dispatch({
				kind: 'live-entries',
				entries: EntryColumns.of(
					messages.map((message): Entry => ({
						time: time++,
						level: 'info',
						message,
						region: 'gcp-us-east4',
					})),
				),
				malformedCount: 0,
				at: 0,
			});
		},
	};
}

function messages(count: number, length: number): string[] {
	return Array.from({length: count}, (_, index) =>
		`${index} `.padEnd(length - (index % 7), 'é'),
	);
}

test('an entry takes its message and at most 24 bytes', () => {
	const {buffer, take} = createLiveStore({limit: 1_000_000});
	let byteCount = 0;
	for (let round = 0; round < 100; round++) {
		const some = messages(2500, 30 + round);
		take(some);
		byteCount += some.reduce(
			(sum, message) => sum + Buffer.byteLength(message),
			0,
		);
	}

	// What is written ahead is at most one segment.
	const ahead = 5 * 1024 * 1024;
	expect(buffer().count).toBe(250_000);
	expect(buffer().allocated).toBeLessThan(byteCount + 24 * 250_000 + ahead);
});

test('memory stays what it is while entries come and go, and what is held is what was sent', () => {
	const {buffer, take} = createLiveStore({limit: 100_000});
	const allocated: number[] = [];
	const some = messages(5000, 60);
	for (let round = 0; round < 80; round++) {
		take(some);
		if (round > 30) {
			allocated.push(buffer().allocated);
		}
	}

	expect(buffer().count).toBeLessThanOrEqual(100_000);
	expect(Math.max(...allocated)).toBeLessThan(Math.min(...allocated) * 1.5);
	const held = [...buffer().places(0, Number.POSITIVE_INFINITY)].map((place) =>
		buffer().entry(buffer().idAt(place)),
	);
	const wrong = held.filter(
		(entry, index) =>
			entry?.time !== 400_000 - held.length + index ||
			entry.message !== some[entry.time % 5000],
	);
	expect(wrong).toEqual([]);
});

test('long messages are let go of by their bytes', () => {
	const byteLimit = 32 * 1024 * 1024;
	const {buffer, take} = createLiveStore({limit: 1_000_000, byteLimit});
	for (let round = 0; round < 40; round++) {
		take(messages(500, 2000));
	}

	expect(buffer().allocated).toBeLessThanOrEqual(byteLimit);
	expect(buffer().count).toBeGreaterThan(5000);
	expect(buffer().lastTime).toBe(19_999);
});
