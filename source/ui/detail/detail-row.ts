import {type Field} from './fields.ts';

/** A row of the detail view, below its rule. */
export type DetailRow = {
	/** Without the gutter. */
	readonly text: string;
	readonly field?: Field;
	/** Which of the fields that is, from 0. */
	readonly fieldIndex?: number;
	/** Among its neighbours, the entry that is shown in full. */
	readonly isItself?: boolean;
};
