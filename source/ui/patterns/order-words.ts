import {type Patterns} from '../../store/state.ts';

/** Which patterns stand first; without a baseline none is new. */
export function orderWords({
	order,
	baseline,
}: Pick<Patterns, 'order' | 'baseline'>): string {
	switch (order) {
		case 'new': {
			return baseline.kind === 'found' ? 'New first' : 'Most frequent first';
		}

		case 'frequent': {
			return 'Most frequent first';
		}

		case 'newest': {
			return 'Newest first';
		}
	}
}
