import {expect, test} from 'vitest';
import {openReader} from '../helpers/open-reader.ts';
import {scrollThrough} from '../helpers/scroll-through.ts';

/** The whole fortnight is scrolled by `npx tsx benchmark/scroll.ts`. */
const entryCount = 6000;
const start = Date.UTC(2025, 10, 24, 12);

test('from live to the beginning and back with a buffer that holds a part: each screen goes on where the one before ended', async () => {
	const entries = Array.from({length: entryCount}, (_, index) => ({
		// Some in one instant, and some alike.
		time: new Date(start + Math.floor(index / 3) * 100).toISOString(),
		level: index % 50 === 0 ? 'error' : 'info',
		message: `entry ${Math.floor(index / 2)}.`,
	}));
	await using reader = await openReader({
		entries,
		argv: ['--buffer', '1000', '--time-zone', 'utc'],
	});
	await reader.shows('LIVE · following');
	const shown = entries.map(({time, message}) => ({
		time: time.slice(11, 23),
		start: message,
	}));
	const upCount = await scrollThrough(reader, shown, 'up');
	await reader.shows('beginning of the logs');
	const downCount = await scrollThrough(reader, shown, 'down');
	expect(Math.abs(upCount - downCount)).toBeLessThan(upCount / 10);
	reader.press('G');
	await reader.shows('LIVE · following');
});
