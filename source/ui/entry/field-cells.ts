import {type Entry} from '../../log/entry.ts';
import {
	createFieldLookup,
	type FieldValue,
} from '../../log/fields/entry-field.ts';
import {isMeasure} from '../../log/fields/typed-value.ts';
import {type ScreenState} from '../../store/screen-state.ts';
import {fit} from '../../text/cut.ts';
import {width as widthOf} from '../../text/width.ts';
import {isWide} from '../look/surface.ts';
import {safe} from '../look/words.ts';
import {type Logs} from '../../store/logs.ts';
import {type Viewport} from '../../store/list/viewport.ts';

/** The columns of fields in the rows of entries. */
export type FieldCells = {
	/** With the blanks behind the last one. */
	readonly width: number;
	readonly row: (entry: Entry) => string;
	readonly heading: string;
};

type Column = {
	readonly name: string;
	readonly lookUp: (entry: Entry) => FieldValue | undefined;
	/** Of the widest value that was in view, with its name. */
	width: number;
	measures: number;
	others: number;
};

const widest = {wide: 32, narrow: 14} as const;
const between = 2;
/** So much of a row is the message's, at least. */
const leastMessage = 24;

/** The fields that are chosen, and of what the entries are. */
type Fields = {
	readonly screen: Pick<ScreenState, 'fields'>;
	readonly logs: Pick<Logs, 'buffer'>;
};

/** What is known of the columns of a choice of fields: they grow with what comes into view, so that nothing jumps back and forth, until others are chosen. */
const known = new WeakMap<
	readonly string[],
	{readonly deployment: string; readonly columns: readonly Column[]}
>();

function columnsOf({screen: {fields}, logs}: Fields): readonly Column[] {
	const {deployment} = logs.buffer;
	let columns =
		known.get(fields)?.deployment === deployment
			? known.get(fields)?.columns
			: undefined;
	if (columns === undefined) {
		columns = fields.map((name) => ({
			name,
			lookUp: createFieldLookup(name, deployment),
			width: widthOf(safe(name)),
			measures: 0,
			others: 0,
		}));
		known.set(fields, {deployment, columns});
	}

	return columns;
}

/** Makes the columns as wide as what is in view. */
export function measureFields(fields: Fields, entries: Iterable<Entry>) {
	const columns = columnsOf(fields);
	if (columns.length === 0) {
		return;
	}

	for (const entry of entries) {
		for (const column of columns) {
			const value = column.lookUp(entry);
			if (value !== undefined) {
				column.width = Math.max(column.width, widthOf(valueWords(value)));
				if (isMeasure(value.kind)) {
					column.measures++;
				} else {
					column.others++;
				}
			}
		}
	}
}

/** Cells of fields with the same key look the same. */
export function fieldsKey(fields: Fields): string {
	return columnsOf(fields)
		.map((column) => `${column.name}\n${column.width}\n${isRight(column)}`)
		.join('\n');
}

/** The cells of fields as far as there is room for them; nothing where there are none. */
export function fieldCells(
	fields: Fields & {readonly screen: Pick<ScreenState, 'columns'>},
	width: number,
): FieldCells | undefined {
	const {screen} = fields;
	const most = widest[isWide(screen.columns) ? 'wide' : 'narrow'];
	const shown: Array<Column & {readonly cells: number}> = [];
	let sum = 0;
	for (const column of columnsOf(fields)) {
		const cells = Math.min(column.width, most);
		if (sum + cells + between > width - leastMessage - screen.columns / 5) {
			break;
		}

		sum += cells + between;
		shown.push({...column, cells});
	}

	return shown.length === 0
		? undefined
		: {
				width: sum,
				row: (entry) =>
					shown
						.map((column) => cell(column, valueWords(column.lookUp(entry))))
						.join(''),
				heading: shown
					.map((column) => cell(column, safe(column.name)))
					.join(''),
			};
}

function cell(
	column: Column & {readonly cells: number},
	words: string,
): string {
	return (
		fit(words, column.cells, {
			ellipsis: '…',
			align: isRight(column) ? 'right' : 'left',
		}) + ' '.repeat(between)
	);
}

function isRight({measures, others}: Column): boolean {
	return measures > others;
}

/** Of a long value no more is made safe than can be seen. */
const mostCharacters = 256;

function valueWords(value: FieldValue | undefined): string {
	return value === undefined ? '' : safe(value.text.slice(0, mostCharacters));
}

/** The entries that are on the screen. */
export function* entriesInView(
	{buffer, view}: Logs,
	{items}: Viewport,
): Generator<Entry, void> {
	for (const item of items) {
		const entry =
			item.kind === 'entry' ? buffer.entry(view.idAt(item.spot)) : undefined;
		if (entry !== undefined) {
			yield entry;
		}
	}
}
