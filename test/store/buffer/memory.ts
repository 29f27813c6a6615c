import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {v1Traits} from '../../../source/feeds/v1/v1.ts';
import {EntryColumns} from '../../../source/log/entry-columns.ts';
import {type Entry} from '../../../source/log/entry.ts';
import {createQuery, everything} from '../../../source/log/query.ts';
import {createState, createStore} from '../../../source/store/create-store.ts';
import {LogBuffer} from '../../../source/store/buffer/log-buffer.ts';
import {FieldColumns} from '../../../source/store/fields/field-columns.ts';

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

test('what pages have replaced takes no room beside what is shown, and what stays is what it was', () => {
	const buffer = new LogBuffer();
	const fields = new FieldColumns();
	const origin = {source: 0, text: ''};
	const entryAt = (time: number): Entry => ({
		time,
		level: 'info',
		message: `text=${time}${'x'.repeat(20_000)}`,
		region: 'gcp-us-east4',
	});
	/** What is held and is not what was given, as a message or as a field. */
	const wrongTimes = () =>
		[...buffer.places(0, Number.POSITIVE_INFINITY)].flatMap((place, time) => {
			const slot = place.piece.slotAt(place.position);
			const {message} = entryAt(time);
			const isRight =
				buffer.entry(buffer.idAt(place))?.message === message &&
				(time % 20 > 0 ||
					fields.at(place.piece.segment, 'text', slot).text(slot) ===
						message.slice(5));
			return isRight ? [] : [time];
		});
	const count = 800;
	const kept: number[] = [];
	for (let time = 0; time < count; time++) {
		const id = buffer.append(entryAt(time), origin);
		if (time % 20 === 0) {
			kept.push(id);
		}
	}

	expect(wrongTimes()).toEqual([]);
	// Of each twenty entries all but the first come anew, then all but the first two, and so on.
	for (let stay = 1; stay < 5; stay++) {
		for (let from = 0; from < count; from += 20) {
			buffer.replace(
				from + stay,
				from + 20,
				Array.from({length: 20 - stay}, (_, index) => ({
					entry: entryAt(from + stay + index),
					origin,
				})),
			);
		}
	}

	// Two segments are being written.
	expect(buffer.allocated).toBeLessThan(count * 20_000 * 1.5 + 8 * 1024 * 1024);
	expect(buffer.count).toBe(count);
	expect(wrongTimes()).toEqual([]);
	expect(kept.map((id) => buffer.entry(id)?.time)).toEqual(
		kept.map((_, index) => index * 20),
	);
});
