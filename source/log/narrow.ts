import {createFilter, type Query} from './query.ts';
import {readRefinement} from './refinement.ts';

export type Narrowed =
	| {readonly kind: 'query'; readonly query: Query}
	| {readonly kind: 'unclear'; readonly reason: string};

/** Adds what was typed to a query: its first plain text is the server's, all else is answered here. `isField` tells which names are those of fields. */
export function narrowed(
	query: Query,
	typed: string,
	isField?: (name: string) => boolean,
): Narrowed {
	if (typed === '') {
		return {kind: 'query', query};
	}

	const read = readRefinement(typed, isField);
	if (read.kind === 'unclear') {
		return read;
	}

	const {refinement} = read;
	const isForServer =
		refinement.kind === 'text' &&
		refinement.effect === 'keep' &&
		query.filter.text === '';
	return {
		kind: 'query',
		query: isForServer
			? {
					...query,
					filter: createFilter({...query.filter, text: refinement.text}),
				}
			: {...query, refinements: [...query.refinements, refinement]},
	};
}

/** Takes away what was added last. */
export function widened(query: Query): Query {
	return query.refinements.length > 0
		? {...query, refinements: query.refinements.slice(0, -1)}
		: {...query, filter: createFilter({...query.filter, text: ''})};
}
