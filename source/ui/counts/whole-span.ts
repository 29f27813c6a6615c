import {type Micros} from '../../log/entry.ts';
import {firstTime} from '../../store/buffer/find-held.ts';
import {knownGaps} from '../../store/known.ts';
import {type State} from '../../store/state.ts';

/** The newest span of which all is loaded: sides that are absent are those of the query; `none` where that is not known of any. */
export type WholeSpan =
	| {readonly kind: 'none'}
	| {
			readonly kind: 'span';
			readonly from?: Micros | undefined;
			readonly until?: Micros | undefined;
	  };

export function wholeSpan({logs}: State): WholeSpan {
	const gaps = knownGaps(logs);
	const tail = gaps.find(({to}) => to === Number.POSITIVE_INFINITY);
	const past = gaps.findLast((gap) => gap !== tail);
	const first = firstTime(logs.buffer, past?.to ?? 0);
	return tail !== undefined && (first === undefined || tail.from <= first)
		? {kind: 'none'}
		: {kind: 'span', from: past?.to, until: tail?.from};
}
