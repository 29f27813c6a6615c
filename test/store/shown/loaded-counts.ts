import {expect, test} from 'vitest';
import {v1Traits} from '../../../source/feeds/v1/v1.ts';
import {EntryColumns} from '../../../source/log/entry-columns.ts';
import {createFieldLookup} from '../../../source/log/fields/entry-field.ts';
import {createQuery, everything} from '../../../source/log/query.ts';
import {GroupTally, noName, ValueTally} from '../../../source/log/tally.ts';
import {createState, createStore} from '../../../source/store/create-store.ts';
import {loadedCounts} from '../../../source/store/shown/loaded-counts.ts';
import {type State} from '../../../source/store/state.ts';

const width = 10;

/** Counts all that is held anew. */
function countAnew({logs: {buffer, matches}}: State, field: string) {
	const values = new ValueTally();
	const groups = new GroupTally();
	const find = createFieldLookup(field);
	let spot = matches.first();
	while (spot !== undefined) {
		const entry = buffer.entry(matches.idAt(spot));
		if (entry !== undefined) {
			const value = find(entry);
			groups.add(Math.floor(entry.time / width) * width, [
				value?.text ?? noName,
			]);
			if (value !== undefined) {
				values.add(value.text, value.kind, value.number);
			}
		}

		spot = matches.next(spot);
	}

	return {values, groups};
}

function summary({count, otherCount, measure, numbers, ...tally}: ValueTally) {
	return {
		count,
		otherCount,
		measure,
		top: new Map([...tally.values].toSorted(([a], [b]) => (a < b ? -1 : 1))),
		numbers: [
			numbers.count,
			numbers.sum,
			numbers.least,
			numbers.most,
			...[0, 0.5, 0.95, 1].map((share) => numbers.at(share)),
		],
	};
}

test.each([{by: 'kind'}, {by: 'n'}, {by: 'kind', width}])(
	'counts by %o are those of what is held, as entries come and the oldest go',
	(counting) => {
		const store = createStore(
			createState({
				traits: v1Traits,
				query: createQuery(),
				limit: 80,
				columns: 160,
				rows: 45,
			}),
		);
		store.dispatch({kind: 'live-opened', filter: everything, at: 0});
		// A segment holds some 70 of them.
		const padding = 'x'.repeat(60_000);
		let evicted = 0;
		let compared = 0;
		for (let from = 0; from < 280; from += 20) {
			store.dispatch({
				kind: 'live-entries',
				entries: EntryColumns.of(
					Array.from({length: 20}, (_, index) => ({
						time: from + index,
						level: 'info',
						region: '',
						message: `n=${(from + index) * 3}${index % 2 === 0 ? 'ms' : ''} ${index % 5 === 0 ? '' : `kind=k${(from + index) % 7}`} ${padding}`,
					})),
				),
				malformedCount: 0,
				at: 0,
			});
			const state = store.get();
			state.logs.matches.run(() => true);
			evicted = from + 20 - state.logs.buffer.count;
			const {values, groups} = loadedCounts(state, counting);
			(values ?? groups)?.run(() => true, 0);
			values?.sum();
			groups?.sum();
			if (from % 80 === 60) {
				const anew = countAnew(state, counting.by);
				expect([
					values && summary(values.sum()),
					groups?.sum().cells(),
				]).toEqual([
					values && summary(anew.values),
					groups && anew.groups.cells(),
				]);
				compared++;
			}
		}

		expect(compared).toBe(3);
		expect(evicted).toBeGreaterThan(100);
	},
);
