import {BoundedCache, copyText} from '../../base/cache.ts';
import {
	createFieldLookup,
	type FieldValue,
} from '../../log/fields/entry-field.ts';
import {isMeasure} from '../../log/fields/typed-value.ts';
import {
	type EntryHead,
	type EntryId,
	type LogBuffer,
} from '../../store/buffer/log-buffer.ts';
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
	readonly row: (entry: EntryHead) => string;
	readonly heading: string;
};

type Column = {
	readonly name: string;
	readonly lookUp: (entry: EntryHead) => FieldValue | undefined;
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
const known = new WeakMap<readonly string[], Known>();

type Known = {
	readonly buffer: LogBuffer;
	readonly columns: readonly Column[];
	/** The entries that have been measured: with each key most of what is in view was there before. */
	readonly measured: BoundedCache<EntryId, true>;
};

const mostMeasured = 4096;
/** Of a message that is no longer than so many characters all is read with it. */
const headLength = 4096;

function knownOf({screen: {fields}, logs: {buffer}}: Fields): Known {
	let one = known.get(fields);
	if (one?.buffer !== buffer) {
		one = {
			buffer,
			columns: fields.map((name) => ({
				name,
				lookUp: lookUpHeld(name, buffer),
				width: widthOf(safe(name)),
				measures: 0,
				others: 0,
			})),
			measured: new BoundedCache(mostMeasured),
		};
		known.set(fields, one);
	}

	return one;
}

/** Looks up a field where the beginning of a message may have been read: in all of it, once as long as it is remembered. */
function lookUpHeld(
	name: string,
	buffer: LogBuffer,
): (entry: EntryHead) => FieldValue | undefined {
	const lookUp = createFieldLookup(name, buffer.deployment);
	const found = new BoundedCache<EntryId, {readonly value?: FieldValue}>(
		mostOfLongMessages,
	);
	return ({id, unreadLines, ...head}) =>
		id === undefined || unreadLines === undefined
			? lookUp(head)
			: found.take(id, () => {
					const value = lookUp(buffer.entry(id) ?? head);
					return value === undefined
						? {}
						: {
								value: {
									...value,
									text: copyText(value.text.slice(0, mostCharacters)),
								},
							};
				}).value;
}

const mostOfLongMessages = 256;

function columnsOf(fields: Fields): readonly Column[] {
	return knownOf(fields).columns;
}

/** Makes the columns as wide as what is in view. */
export function measureFields(
	fields: Fields & {readonly logs: Logs},
	{items}: Viewport,
) {
	const {columns, measured} = knownOf(fields);
	if (columns.length === 0) {
		return;
	}

	const {buffer, view} = fields.logs;
	for (const item of items) {
		if (item.kind === 'entry') {
			const id = view.idAt(item.spot);
			measured.take(id, () => {
				measure(buffer.head(id, headLength), columns);
				return true;
			});
		}
	}
}

function measure(entry: EntryHead | undefined, columns: readonly Column[]) {
	for (const column of columns) {
		const value = entry && column.lookUp(entry);
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
