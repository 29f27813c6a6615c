import {type State} from '../../store/state.ts';
import {type Binding, type Command, say} from '../keys/binding.ts';
import {rangeCountOf} from './counts-table.ts';
import {rangeAsk} from './range-ask.ts';

/** Counts more than is loaded. */
export const countAllKey: Binding = {
	keys: ['c'],
	name: 'count all',
	help: 'count all of the query’s time, also what is not loaded; again: what is loaded',
	group: 'Counts',
	hint: {words: 'count all', rank: 1},
	run: countAll,
};

export const stopCountingKey: Binding = {
	keys: ['escape'],
	help: 'stop the counting',
	group: 'Counts',
	isBound: ({counting}) => counting.some(({status}) => status === 'running'),
	run: () => [{kind: 'count-stopped'}],
};

function countAll(state: State, setting: {now: () => number}): Command[] {
	if (rangeCountOf(state) !== undefined) {
		return [
			{kind: 'count-asked', asks: []},
			...say('Counted is what is loaded.'),
		];
	}

	const ask = rangeAsk(state, setting.now() + state.clockOffset);
	return ask === undefined ? [] : [{kind: 'count-asked', asks: [ask]}];
}
