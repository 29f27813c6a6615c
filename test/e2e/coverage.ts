import {expect, test, vi} from 'vitest';
import {openReader, type Reader} from '../helpers/open-reader.ts';

const levels = ['info', 'error', 'warning', 'debug'];
/** A minute of ten entries a second. */
const count = 600;

/** The numbers of the entries on the screen, from top to bottom. */
async function numbers(reader: Reader): Promise<number[]> {
	const screen = await reader.screen();
	return [...screen.matchAll(/minute (?<number>\d+)\./gv)].map(({groups}) =>
		Number(groups?.['number']),
	);
}

test('after a minute with `e`, `a` shows each entry of that minute once, and says so while it loads', async () => {
	const start = Date.now() - 120_000;
	await using reader = await openReader({
		entries: [{time: new Date(start - 1000).toISOString(), message: 'before.'}],
	});
	await reader.shows('before.');
	await reader.streams({});
	reader.press('e');
	await reader.streams({level: 'error'});
	for (let index = 0; index < count; index += 20) {
		reader.deployment.log(
			...Array.from({length: 20}, (_, at) => ({
				time: new Date(start + (index + at) * 100).toISOString(),
				level: levels[(index + at) % levels.length],
				message: `minute ${index + at}.`,
			})),
		);
	}

	await reader.selects('minute 597.');
	const errors = await numbers(reader);
	expect(errors.every((number) => number % 4 === 1)).toBe(true);

	const slowness = reader.server.faults.add({
		kind: 'silence',
		route: 'past',
		when: ({parameters}) => parameters['level'] === undefined,
	});
	reader.press('a');
	await reader.streams({});
	await reader.shows(/since [\d:]+ loading/v);
	await vi.waitFor(() => {
		expect(slowness.hits).toBeGreaterThan(0);
	}, 20_000);
	slowness.heal();
	reader.press('R');
	await reader.selects('minute 599.');
	await reader.hides(' loading');

	const seen = new Set<number>();
	let first: number | undefined;
	await vi.waitFor(
		async () => {
			const shown = await numbers(reader);
			for (const [index, number] of shown.entries()) {
				seen.add(number);
				expect(number, 'each once, and none left out').toBe(
					(shown[0] ?? 0) + index,
				);
			}

			// A page further up, once the one before is on the screen.
			if (first !== shown[0]) {
				[first] = shown;
				reader.press('\u001B[5~');
			}

			expect(seen.size).toBe(count);
		},
		{timeout: 60_000, interval: 50},
	);
	await reader.shows('before.');
	expect(
		reader.requests('past').filter(({parameters}) => !('level' in parameters))
			.length,
	).toBeGreaterThan(0);
}, 120_000);

test('what could not be loaded after a lost connection is loaded with `enter` on the rule that says so', async () => {
	await using reader = await openReader({
		entries: [
			{time: new Date(Date.now() - 60_000).toISOString(), message: 'before.'},
		],
	});
	await reader.shows('before.');
	await reader.streams({});
	reader.deployment.log({message: 'last seen.'});
	await reader.shows('last seen.');
	const refusal = reader.server.faults.add({
		kind: 'status',
		status: 403,
		route: 'past',
	});
	await reader.server.disconnect();
	reader.deployment.log({message: 'missed.'});
	await reader.server.reconnect();
	await reader.shows(/may be incomplete.* enter tries again/v);
	reader.deployment.log({message: 'first after.'});
	await reader.shows('first after.');
	refusal.heal();
	// What came within the margin stands above it.
	reader.press('j');
	await reader.selects(/may be incomplete/v);
	reader.press('\r');
	await reader.shows('missed.');
	await reader.hides('may be incomplete');
	await reader.shows(/reconnected after .* 1 entry filled/v);
});
