import {helpLines} from './help-lines.ts';

/** Rows of the whole help. */
export function helpHeight(): number {
	return helpLines().length;
}
