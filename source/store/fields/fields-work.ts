import {type SlicedWork} from '../sliced-work.ts';
import {type State} from '../state.ts';
import {fieldCatalog} from './field-catalog.ts';

/** Looks through the entries for their fields while one is to be named, and at no other time. */
export function fieldsWork({logs, screen}: State): SlicedWork {
	const {kind} = screen.mode;
	const catalog = fieldCatalog(logs.buffer);
	return {
		isDone: (kind !== 'text' && kind !== 'fields') || catalog.isDone,
		run(hasTime) {
			catalog.run(hasTime, Number.POSITIVE_INFINITY);
		},
	};
}
