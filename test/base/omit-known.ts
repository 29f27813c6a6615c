import {expect, test} from 'vitest';
import {omitKnown} from '../../source/base/omit-known.ts';

const itself = (item: string) => item;

test('only what is new is told, as often as it is', () => {
	expect(omitKnown(['a', 'b', 'b', 'c'], ['a', 'b'], itself)).toEqual([
		'b',
		'c',
	]);
	expect(omitKnown(['a'], ['a', 'b'], itself)).toEqual([]);
});
