import {expect, test, vi} from 'vitest';
import {type GivenEntry} from '../../source/server/given/given-entry.ts';
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

/** As the rule above the list has it; the tests run in UTC. */
function clock(instant: string): string {
	return instant.slice(11, 19);
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
	await reader.shows('server: level=error');

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

	const count = reader.requests('live').length;
	reader.press('o');
	await reader.shows('in a past range only');
	expect(reader.requests('live')).toHaveLength(count);

	const start = instant(since + 390 * apart);
	reader.press(`t${start}\r`);
	await reader.shows(`server: since=${start.replace('.000Z', 'Z')}`);
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
	}, 10_000);
	reader.press('<');
	await reader.streams({});
	await expectFollowing('entry 399.');
}, 120_000);

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
	await reader.shows('entry 949.');
	const {row} = await reader.selected();

	reader.press('a');
	await reader.streams({});
	await reader.selects('entry 1001.', row);
	await reader.shows(/I europe-west3 +entry 1000\./v);
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

	reader.press('/entry 1');
	await reader.shows('"entry 1"');
	await reader.selects('entry 1002.', row + 1);
	expect(reader.requests('live').at(-1)?.parameters).toEqual({});
	reader.press('\r');
	await reader.streams({q: 'entry 1'});
	await reader.selects('entry 1002.', row + 1);
	await reader.shows('held');

	reader.press('<');
	await reader.streams({});
	await reader.selects('entry 1002.', row + 1);
	reader.press('>');
	await reader.streams({q: 'entry 1'});
	await reader.selects('entry 1002.', row + 1);
	reader.press('o');
	await reader.shows('in a past range only');
	await reader.selects('entry 1002.', row + 1);
}, 120_000);

test('in a past range: each filter key keeps the range, asks for it, and opens no stream', async () => {
	await using reader = await open(4000);
	const since = instant(reader.since + 100 * apart);
	const until = instant(reader.since + 200 * apart);
	reader.press(`t${since} to ${until}\r`);
	await reader.shows('PAST');
	await reader.selects('entry 100.');
	await reader.asks({since, until});
	const streamCount = reader.requests('live').length;
	const expectPast = async (shown: number) => {
		await reader.shows(`${shown} shown`);
		await reader.shows('PAST');
		await reader.shows(
			`${since.slice(0, 10)} ${clock(since)} to ${clock(until)}`,
		);
		expect(reader.requests('live')).toHaveLength(streamCount);
		await vi.waitFor(() => {
			expect(reader.server.openLiveCount).toBe(0);
		}, 10_000);
	};

	await expectPast(100);
	// Loaded is all of it: what is narrower is answered from that.
	const count = reader.requests('past').length;
	reader.press('e');
	await expectPast(25);
	await reader.selects('entry 101.');
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
	reader.press('/entry 15\r');
	await reader.shows('"entry 15"');
	await expectPast(10);
	reader.press('x');
	await expectPast(100);
	expect(reader.requests('past')).toHaveLength(count);
	reader.press('o');
	await reader.shows('newest first');
	reader.press('g');
	await reader.selects('entry 199.');
	reader.press('o');
	await reader.shows('oldest first');
	reader.press('g');
	await reader.selects('entry 100.');

	// Another range is asked for with the filter, and once more when that is loosened.
	reader.press('e');
	await expectPast(25);
	const since2 = instant(reader.since + 300 * apart);
	const until2 = instant(reader.since + 400 * apart);
	reader.press(`t${since2} to ${until2}\r`);
	await reader.asks({level: 'error', since: since2, until: until2});
	await reader.shows('25 shown');
	reader.press('I');
	await reader.asks({level: 'error,info', since: since2, until: until2});
	await reader.shows('50 shown');
	expect(reader.requests('live')).toHaveLength(streamCount);

	// What is read newest first is asked for newest first, while not all is loaded.
	reader.server.faults.add({kind: 'delay', milliseconds: 1500, route: 'past'});
	reader.press('a');
	const late = instant(reader.since + 2500 * apart);
	const since3 = instant(reader.since + 500 * apart);
	reader.press(`t${since3} to ${late}\r`);
	await reader.asks({since: since3, until: late, order: 'asc'});
	await reader.selects('entry 500.');
	reader.press('og');
	await reader.asks({since: expect.anything(), until: late, order: 'desc'});
	await reader.selects('entry 2499.');
	reader.press('eI');

	// A start alone: from then on, and live.
	reader.press(`t${until}\r`);
	await reader.streams({level: 'error,info'});
	await reader.shows('LIVE · following');
	await reader.selects('entry 3997.');
}, 120_000);

/** Presses each filter key while there is no connection, and checks what is answered from what is loaded. */
async function expectLocalAnswers(reader: Reader, word: string) {
	const expectLocal = async (entry: string) => {
		await reader.selects(entry);
		await reader.shows('local only');
		await reader.shows(word);
	};

	reader.press('e');
	await expectLocal('entry 397.');
	await reader.shows('not asked yet: level=error');
	reader.press('W');
	await expectLocal('entry 398.');
	reader.press('r');
	await reader.shows(/\[ \] asia-east1/v);
	reader.press('asia');
	await reader.shows(/▌ \[ \] asia-east1/v);
	reader.press(' \r');
	await expectLocal('entry 398.');
	await reader.shows('warning and worse · asia-east1');
	reader.press('/entry 38\r');
	await expectLocal('entry 389.');
	reader.press('x');
	await expectLocal('entry 399.');
	reader.press('<');
	await expectLocal('entry 389.');
	reader.press('>');
	await expectLocal('entry 399.');
	reader.press('o');
	await reader.shows('in a past range only');
	reader.press(`t${instant(Date.now() - 3_600_000)}\r`);
	await reader.shows('not asked yet: since=');
	await expectLocal('entry 399.');
	reader.press('w');
	await expectLocal('entry 398.');
	await reader.shows('not asked yet: level=error,warning since=');
}

test('reconnecting: filter keys are answered from what is loaded, and the next connection asks for the last of them', async () => {
	await using reader = await open();
	await reader.server.disconnect();
	await reader.shows('RECONNECTING · attempt 3');
	const count = reader.server.requests.length;
	await expectLocalAnswers(reader, 'RECONNECTING');
	expect(reader.server.requests).toHaveLength(count);
	// The wait went on: no key began the attempts anew.
	expect(await reader.screen()).not.toMatch(/attempt [12]/v);
	reader.deployment.log({message: 'missed', level: 'warning'});
	await reader.server.reconnect();
	await reader.shows('LIVE', 40_000);
	await reader.shows('missed');
	await reader.hides('local only');
	expect(reader.requests('live').map(({parameters}) => parameters)).toEqual([
		{},
		{level: 'error,warning'},
	]);
	await reader.asks({level: 'error,warning', since: expect.anything()});
	expect(reader.server.openLiveCount).toBe(1);
}, 120_000);

test('offline: filter keys are answered from what is loaded, nothing is asked until `R`, and then just once', async () => {
	await using reader = await open();
	const refusal = reader.server.faults.add({kind: 'status', status: 403});
	reader.press('R');
	await reader.shows('OFFLINE');
	// Newer deployments are looked for meanwhile.
	const asked = () =>
		reader.server.requests.filter(({route}) =>
			['live', 'past', 'build', 'details'].includes(route),
		).length;
	const count = asked();
	await expectLocalAnswers(reader, 'OFFLINE');
	expect(asked()).toBe(count);
	refusal.heal();
	reader.press('R');
	await reader.shows('LIVE');
	await reader.hides('local only');
	expect(reader.requests('live').map(({parameters}) => parameters)).toEqual([
		{},
		{},
		{level: 'error,warning'},
	]);
	expect(reader.server.openLiveCount).toBe(1);
}, 120_000);
