import {expect, it} from 'vitest';
import {v1Traits} from '../../source/feeds/v1/v1.ts';
import {createQuery} from '../../source/log/query.ts';
import {createState} from '../../source/store/create-store.ts';
import {type Trail} from '../../source/store/trail.ts';
import {update} from '../../source/store/update.ts';
import {listOf, viewport} from '../../source/store/list/viewport.ts';
import {createReader} from '../helpers/reader.ts';
import {arrive, noon, opened, second} from '../helpers/state-after.ts';

const trailOf = (count: number): Trail => ({
	deploys: Array.from({length: count + 1}, (_, index) => ({
		id: `shop-r${index}`,
		createdAt: noon + (index - count) * 60 * second,
		hasFailed: false,
	})),
	currentId: `shop-r${count}`,
});

function stateWith(trail: Trail) {
	let state = createState({
		traits: v1Traits,
		query: createQuery(),
		limit: 1000,
		trail,
		columns: 80,
		rows: 30,
	});
	for (const action of [
		{kind: 'list-height', height: 26} as const,
		opened,
		arrive([{}, {}]),
	]) {
		state = update(state, action);
	}

	state.logs.view.run(() => true);
	return state;
}

it('the list begins at the rules of the deploys that led here, each a row of its own', () => {
	const {logs} = stateWith(trailOf(3));
	const steps = viewport(logs).items.flatMap((item) =>
		item.kind === 'rule' && item.rule.kind === 'deploy'
			? [`${item.rule.before.id} ${item.rule.deploy.id}`]
			: [],
	);
	expect(steps).toEqual([
		'shop-r0 shop-r1',
		'shop-r1 shop-r2',
		'shop-r2 shop-r3',
	]);
	const first = listOf(logs).first();
	expect(first?.kind === 'rule' && first.rule.kind).toBe('deploy');
});

it('of a deployment in the middle of the trail only those before it are told', () => {
	const {logs} = stateWith({...trailOf(3), currentId: 'shop-r1'});
	expect(
		viewport(logs).items.filter(
			(item) => item.kind === 'rule' && item.rule.kind === 'deploy',
		),
	).toHaveLength(1);
});

it('enter on a rule opens the deployment before it, < the last one, > the next', () => {
	const reader = createReader([opened, arrive([{}, {}])], {
		trail: {...trailOf(3), currentId: 'shop-r2'},
	});
	// The rule stands above the first entry.
	reader.press('g', 'k', 'k', 'enter');
	expect(reader.asked).toEqual(['explore shop-r0']);
	reader.press('<', '>');
	expect(reader.asked.slice(1)).toEqual(['explore shop-r1', 'explore shop-r3']);
});
