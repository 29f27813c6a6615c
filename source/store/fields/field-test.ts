import {
	createValueTest,
	type FieldFilter,
	isEntryField,
	isIdField,
} from '../../log/fields/field-filter.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Segment} from '../buffer/segment.ts';
import {fieldColumns} from './field-columns.ts';

type FieldTest = {
	/** Reads the fields of the slots [from, to); false when there was no time for all. */
	readonly prepare: (
		from: number,
		to: number,
		hasTime: () => boolean,
	) => boolean;
	readonly test: (slot: number) => boolean;
};

/** Tells which slots of a segment have what is asked of a field. */
export function fieldTest(
	buffer: LogBuffer,
	segment: Segment,
	filter: FieldFilter & {readonly effect: 'keep' | 'hide'},
): FieldTest {
	const {name, effect} = filter;
	const isKept = effect === 'keep';
	const test = createValueTest(filter);
	if (isEntryField(name)) {
		return {
			prepare: () => true,
			test(slot) {
				const text =
					name === 'level'
						? buffer.levels.name(segment.levels[slot] ?? 0)
						: buffer.regions.name(segment.regions[slot] ?? 0);
				return (text !== '' && test('text', 0, () => text)) === isKept;
			},
		};
	}

	const columns = fieldColumns(buffer);
	let asked = 0;
	// One for all slots: it is made for none of them anew.
	const text = () => columns.at(segment, name, asked).text(asked);
	return {
		prepare: (from, to, hasTime) =>
			columns.read(segment, name, [from, to], hasTime),
		test(slot) {
			const id = isIdField(name) ? segment.ids.get(name, slot) : '';
			if (id !== '') {
				return test('text', 0, () => id) === isKept;
			}

			const column = columns.at(segment, name, slot);
			asked = slot;
			const isIt =
				column.has(slot) &&
				test(column.kind(slot), column.number(slot), text);
			return isIt === isKept;
		},
	};
}
