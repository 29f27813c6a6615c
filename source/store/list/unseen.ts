import {createFilter, createQuery} from '../../log/query.ts';
import {type Logs} from '../logs.ts';
import {View} from '../view/view.ts';

/** Counts what has come since the reader left the end, as far as it would be shown. */
export function countUnseen(logs: Logs): {
	readonly count: number;
	readonly errorCount: number;
} {
	const {seen, view} = logs;
	if (seen === undefined) {
		return {count: 0, errorCount: 0};
	}

	const count = view.countAfter(seen.id, seen.time);
	return {
		count,
		errorCount: count === 0 ? 0 : errorsOf(logs).countAfter(seen.id, seen.time),
	};
}

const remembered = new WeakMap<View, View>();

/** The errors among what is shown. */
export function errorsOf({view, buffer}: Logs): View {
	let errors = remembered.get(view);
	if (errors === undefined) {
		const {query} = view;
		const {levels} = query.filter;
		const isPossible = levels.length === 0 || levels.includes('error');
		errors = isPossible
			? new View(
					buffer,
					createQuery({
						...query,
						filter: createFilter({...query.filter, levels: ['error']}),
					}),
					view,
				)
			: new View(buffer, createQuery({range: {since: 0, until: 0}}));
		remembered.set(view, errors);
	}

	return errors;
}
