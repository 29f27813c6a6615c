import {isEntryField, isIdField} from '../../log/fields/field-filter.ts';
import {type ValueKind} from '../../log/fields/typed-value.ts';
import {plainLevel} from '../../log/level.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Segment} from '../buffer/segment.ts';
import {fieldColumns} from '../fields/field-columns.ts';

/** The value of a field in a slot; nothing where it has none. */
export type SlotValue = (
	segment: Segment,
	slot: number,
) =>
	| {readonly text: string; readonly kind: ValueKind; readonly number: number}
	| undefined;

/** Reads the values of one field. Levels are told by what they mean. */
export function createSlotValues(buffer: LogBuffer, name: string): SlotValue {
	if (isEntryField(name)) {
		const isLevel = name === 'level';
		return (segment, slot) => {
			const text = isLevel
				? plainLevel(buffer.levels.name(segment.levels[slot] ?? 0))
				: buffer.regions.name(segment.regions[slot] ?? 0);
			return text === '' ? undefined : {text, kind: 'text', number: 0};
		};
	}

	const columns = fieldColumns(buffer);
	return (segment, slot) => {
		const id = isIdField(name) ? segment.ids.get(name, slot) : '';
		if (id !== '') {
			return {text: id, kind: 'text', number: 0};
		}

		const column = columns.at(segment, name, slot);
		return column.has(slot)
			? {
					text: column.text(slot),
					kind: column.kind(slot),
					number: column.number(slot),
				}
			: undefined;
	};
}
