import {expect, test} from 'vitest';
import {createFilter} from '../../source/log/query.ts';
import {gaps} from '../../source/timeline/coverage.ts';

const hour = {from: 0, to: 3600};

test.each([
	['everything', {}, {regions: ['fra']}],
	['everything', {}, {text: 'timeout'}],
	[
		'more levels',
		{levels: ['error', 'warning']},
		{levels: ['error'], regions: ['fra']},
	],
	['the same text', {text: 'timeout'}, {text: 'timeout', levels: ['error']}],
])('what was loaded for %s answers what is narrower', (_, wide, narrow) => {
	const coverage = [{...hour, filter: createFilter(wide)}];
	expect(gaps(coverage, createFilter(narrow), hour)).toEqual([]);
});

test.each([
	['a text that holds another', {text: 'time'}, {text: 'timeout'}],
	['no text', {text: 'timeout'}, {}],
	['another region', {regions: ['fra']}, {regions: ['fra', 'ord']}],
])(
	'it does not answer %s: what a server finds is its own affair',
	(_, wide, narrow) => {
		const coverage = [{...hour, filter: createFilter(wide)}];
		expect(gaps(coverage, createFilter(narrow), hour)).toEqual([hour]);
	},
);
