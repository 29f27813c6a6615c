import {expect, test} from 'vitest';
import {oncePer} from '../../source/base/once-per.ts';

test('something is made of each object once, though it be nothing', () => {
	const made: unknown[] = [];
	const make = oncePer((key: {readonly value?: string}) => {
		made.push(key);
		return key.value;
	});
	const [one, other] = [{value: 'one'}, {}];
	expect([make(one), make(other), make(one), make(other)]).toEqual([
		'one',
		undefined,
		'one',
		undefined,
	]);
	expect(made).toEqual([one, other]);
});
