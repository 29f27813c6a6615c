import {expect, test} from 'vitest';
import {nearestName} from '../../source/config/usage-error.ts';

const names = ['level', 'region', 'query', 'since', 'until', 'time-zone'];

test.each([
	['levle', 'level'],
	['regions', 'region'],
	['timezone', 'time-zone'],
	['quer', 'query'],
])('%s was probably meant for %s', (typed, name) => {
	expect(nearestName(typed, names)).toBe(name);
});

test.each(['colour', 'x', 'frobnicate'])(
	'nothing is near enough to %s',
	(typed) => {
		expect(nearestName(typed, names)).toBeUndefined();
	},
);
