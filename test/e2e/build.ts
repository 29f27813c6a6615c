import {expect, test} from 'vitest';
import {sizes} from '../helpers/deplog-terminal.ts';
import {openReader} from '../helpers/open-reader.ts';

const lines = (count: number, word: string) =>
	Array.from({length: count}, (_, index) => ({
		level: 'info',
		message: `${word} ${index}.`,
	}));

test.each(sizes)(
	'a build that fails is in front, at its first error, at %i × %i',
	async (columns, rows) => {
		await using reader = await openReader({
			columns,
			rows,
			status: 'pending',
			buildLines: lines(60, 'step'),
		});
		await reader.shows('building');
		await reader.shows('step 59.');
		reader.deployment.build(
			{level: 'error', message: 'Module not found "./cart.ts".'},
			...lines(60, 'after'),
		);
		reader.deployment.change({status: 'failed'});
		await reader.shows('✗ failed');
		await reader.shows('Module not found');
		await reader.selects('Module not found');
		expect(await reader.screen()).not.toContain('after 59.');
	},
);
