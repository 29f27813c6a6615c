import {type Entry} from '../log/entry.ts';
import {createFieldLookup} from '../log/fields/entry-field.ts';
import {isMeasure} from '../log/fields/typed-value.ts';
import {cut, fit} from '../text/cut.ts';
import {sanitize} from '../text/sanitize.ts';
import {width as widthOf} from '../text/width.ts';

const widest = 32;

/** The values of fields in columns, each as wide as the widest value so far and its name; numbers stand at the right, and what an entry does not have is `-`. */
export function createTextColumns(
	names: readonly string[],
): (entry: Entry) => string {
	const columns = names.map((name) => ({
		lookUp: createFieldLookup(name),
		width: Math.min(widest, widthOf(sanitize(name, {hasColors: false}))),
	}));
	return (entry) =>
		columns
			.map((column) => {
				const value = column.lookUp(entry);
				const words = cut(
					sanitize(value?.text ?? '-', {hasColors: false}).replaceAll(
						/\s+/gv,
						' ',
					),
					widest,
					{ellipsis: '…'},
				);
				column.width = Math.max(column.width, widthOf(words));
				const align =
					value !== undefined && isMeasure(value.kind) ? 'right' : 'left';
				return `${fit(words, column.width, {align})} `;
			})
			.join('');
}
