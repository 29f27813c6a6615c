import {expect, test} from 'vitest';
import {LazyList} from '../../../source/ui/detail/fields.ts';

test('a list is made as far as it is asked for, and once', () => {
	let made = 0;
	function* numbers() {
		for (let number = 1; number <= 5; number++) {
			made++;
			yield number;
		}
	}

	const list = new LazyList(numbers());
	expect([list.at(1), made, list.isWhole]).toEqual([2, 2, false]);
	expect([list.at(0), made, list.known.length]).toEqual([1, 2, 2]);
	expect([...list]).toEqual([1, 2, 3, 4, 5]);
	expect([list.at(5), made, list.isWhole]).toEqual([undefined, 5, true]);
});
