import {createExpression} from '../../log/expression.ts';
import {type Query} from '../../log/query.ts';
import {type Needle} from '../../text/highlight.ts';

/** What is marked in the messages of a query: all that they were looked for by. */
export function needles({filter, refinements}: Query): readonly Needle[] {
	return [
		...(filter.text === '' ? [] : [filter.text]),
		...refinements.flatMap((refinement): readonly Needle[] => {
			if (
				refinement.effect === 'hide' ||
				refinement.kind === 'pattern' ||
				refinement.kind === 'field'
			) {
				return [];
			}

			if (refinement.kind === 'text') {
				return [refinement.text];
			}

			const {source, flags} = refinement;
			const created = createExpression(source, `g${flags}`);
			return created.kind === 'unclear' ? [] : [created.expression];
		}),
	];
}
