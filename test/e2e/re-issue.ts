import {expect, test, vi} from 'vitest';
import {type GivenEntry} from '../../source/server/given-entry.ts';
import {openReader, type Reader} from '../helpers/open-reader.ts';

const levels = ['info', 'error', 'warning', 'debug'];
const regions = ['gcp-us-east4', 'gcp-europe-west3', 'gcp-asia-east1'];
/** In milliseconds. */
const apart = 100;

/** Entry 0, 4, 8 … is an info, the one after it an error, then a warning, then a debug. */
function entries(count: number, startedAt: number): GivenEntry[] {
	return Array.from({length: count}, (_, index) => ({
		time: new Date(startedAt + index * apart).toISOString(),
		level: levels[index % levels.length],
		region: regions[index % regions.length],
		message: `entry ${index}.\n`,
	}));
}

async function open(count = 400): Promise<Reader & {readonly since: number}> {
	const since = Math.floor(Date.now() / 1000) * 1000 - count * apart;
	const reader = await openReader({entries: entries(count, since)});
	await reader.selects(`entry ${count - 1}.`);
	await reader.streams({});
	return {...reader, since};
}

function instant(time: number): string {
	return new Date(time).toISOString();
}

test('following: each filter key shows what is loaded, asks anew on one stream, and still follows', async () => {
	await using reader = await open();
	const {since} = reader;
	const expectFollowing = async (entry: string) => {
		await reader.selects(entry);
		await reader.shows('LIVE · following');
	};

	reader.press('e');
	await reader.streams({level: 'error'});
	await expectFollowing('entry 397.');
	await reader.asks({level: 'error'});
	await reader.shows('asked level=error');

	reader.press('W');
	await reader.streams({level: 'error,warning'});
	await expectFollowing('entry 398.');

	reader.press('r');
	await reader.shows('europe-west3 ');
	reader.press('euro');
	await reader.shows(/▌ \[ \] europe-west3/v);
	reader.press(' ');
	await reader.shows(/▌ \[x\] europe-west3/v);
	reader.press('\r');
	await reader.streams({level: 'error,warning', region: 'gcp-europe-west3'});
	await expectFollowing('entry 397.');

	reader.press('/entry 39\r');
	await reader.streams({
		level: 'error,warning',
		region: 'gcp-europe-west3',
		q: 'entry 39',
	});
	await expectFollowing('entry 397.');

	reader.press('x');
	await reader.streams({});
	await expectFollowing('entry 399.');

	reader.press('<');
	await reader.streams({
		level: 'error,warning',
		region: 'gcp-europe-west3',
		q: 'entry 39',
	});
	await reader.shows('europe-west3 · "entry 39"');
	reader.press('>');
	await reader.streams({});
	await expectFollowing('entry 399.');

	const count = reader.server.requests.length;
	reader.press('o');
	await reader.shows('in a past range only');
	expect(reader.server.requests).toHaveLength(count);

	const start = instant(since + 390 * apart);
	reader.press(`t${start}\r`);
	await reader.shows(`asked since=${start.replace('.000Z', 'Z')}`);
	await expectFollowing('entry 399.');
	await reader.shows('10 shown');
	await reader.streams({});

	reader.press(
		`t${instant(since + 100 * apart)} to ${instant(since + 200 * apart)}\r`,
	);
	await reader.shows('PAST');
	await reader.shows('100 shown');
	await vi.waitFor(() => {
		expect(reader.server.openLiveCount).toBe(0);
		expect(reader.requests('live').at(-1)?.state).toBe('aborted');
	});
	reader.press('<');
	await reader.streams({});
	await expectFollowing('entry 399.');
	expect(reader.server.mostLiveCount).toBe(1);
});

test('held, back in history: the selected entry keeps its row, or the nearest older one takes it, and the server is asked around it', async () => {
	await using reader = await open(4000);
	const {since} = reader;
	reader.press('e');
	await reader.streams({level: 'error'});
	const at = since + 1001 * apart;
	reader.press(`t@${instant(at)}\r`);
	await reader.selects('entry 1001.');
	await reader.shows('held');
	// Loaded are errors only, and of these only what was near the reader.
	await reader.asks({level: 'error', until: expect.anything()});
	const {row} = await reader.selected();

	reader.press('a');
	await reader.streams({});
	await reader.selects('entry 1001.', row);
	await reader.shows(/I us-east4 +entry 1000\./v);
	const [around] = reader
		.requests('past')
		.filter(({parameters}) => parameters['level'] === undefined)
		.filter(({parameters}) => {
			const from = Date.parse(parameters['since'] ?? instant(0));
			const to = Date.parse(parameters['until'] ?? instant(since * 2));
			return from <= at && to > at;
		})
		.slice(-1);
	expect(around?.parameters).toMatchObject({limit: '1000'});

	// A warning takes the place of the error that it follows.
	reader.press('j');
	await reader.selects('entry 1002.', row + 1);
	reader.press('e');
	await reader.streams({level: 'error'});
	await reader.selects('entry 1001.', row + 1);
	await reader.shows('held');

	reader.press('W');
	await reader.streams({level: 'error,warning'});
	await reader.selects('entry 1002.', row + 1);

	reader.press('r');
	await reader.shows(/\[ \] europe-west3/v);
	reader.press('euro');
	await reader.shows(/▌ \[ \] europe-west3/v);
	reader.press(' \r');
	await reader.streams({level: 'error,warning', region: 'gcp-europe-west3'});
	await reader.selects(/entry (?:994|997|1001)\./v, row + 1);

	reader.press('x');
	await reader.streams({});
	await reader.selects('entry 1002.', row + 1);

	reader.press('/entry 100');
	await reader.shows('"entry 100"');
	reader.press('\r');
	await reader.streams({q: 'entry 100'});
	await reader.selects('entry 1002.', row + 1);
	await reader.shows('held');

	reader.press('<');
	await reader.streams({});
	await reader.selects('entry 1002.', row + 1);
	reader.press('>');
	await reader.streams({q: 'entry 100'});
	await reader.selects('entry 1002.', row + 1);
	reader.press('o');
	await reader.shows('in a past range only');
	await reader.selects('entry 1002.', row + 1);
	expect(reader.server.mostLiveCount).toBe(1);
});

test('in a past range: each filter key keeps the range, asks for it, and opens no stream', async () => {
	await using reader = await open();
	const since = instant(reader.since + 100 * apart);
	const until = instant(reader.since + 200 * apart);
	reader.press(`t${since} to ${until}\r`);
	await reader.shows('PAST');
	await reader.selects('entry 100.');
	const streamCount = reader.requests('live').length;
	const expectPast = async (shown: number) => {
		await reader.shows(`${shown} shown`);
		await reader.shows('PAST');
		await reader.shows(
			`since=${since.replace('.000', '')} until=${until.replace('.000', '')}`,
		);
		expect(reader.requests('live')).toHaveLength(streamCount);
		expect(reader.server.openLiveCount).toBe(0);
	};

	await expectPast(100);
	// Loaded is all of it: what is narrower is answered from that.
	const count = reader.requests('past').length;
	reader.press('e');
	await expectPast(25);
	await reader.selects('entry 97.|entry 101.');
	reader.press('W');
	await expectPast(50);
	reader.press('r');
	await reader.shows(/\[ \] us-east4/v);
	reader.press('us\u0020\r');
	await reader.shows('us-east4 ·');
	reader.press('x');
	await expectPast(100);
	reader.press('<');
	await reader.shows('us-east4 ·');
	reader.press('>');
	await expectPast(100);
	expect(reader.requests('past')).toHaveLength(count);

	// Other than these, a text is the server's affair.
	reader.press('/entry 15\r');
	await reader.shows('10 shown');
	reader.press('x');
	await expectPast(100);

	reader.press('o');
	await reader.shows('oldest first');
	reader.press('g');
	await reader.selects('entry 100.');
	reader.press('o');
	await reader.shows('newest first');
	reader.press('g');
	await reader.selects('entry 199.');

	// Only now is something asked for that is not loaded.
	const other = instant(reader.since - 60_000);
	reader.press(`t${other} to ${since}\r`);
	await reader.asks({since: other, until: expect.anything()});
	reader.press('w');
	await reader.shows('warning and worse');
	await expect.poll(() => reader.requests('live').length).toBe(streamCount);
	reader.press(`t${until}\r`);
	await reader.streams({level: 'error,warning'});
	await reader.shows('LIVE · following');
	expect(reader.server.mostLiveCount).toBe(1);
});
