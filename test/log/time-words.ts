import {expect, test} from 'vitest';
import {
	parseInstant,
	parsePastInstant,
	parseRange,
} from '../../source/log/time-words.ts';

const micros = (text: string) => Date.parse(text) * 1000;
// A Saturday.
const now = micros('2026-01-31T12:34:56Z');
const utc = {now, timeZone: 'utc'};

test.each([
	['now', '2026-01-31T12:34:56Z'],
	['15m', '2026-01-31T12:19:56Z'],
	['2h', '2026-01-31T10:34:56Z'],
	['2h ago', '2026-01-31T10:34:56Z'],
	['2 hours ago', '2026-01-31T10:34:56Z'],
	['last 2 hours', '2026-01-31T10:34:56Z'],
	['1h30m', '2026-01-31T11:04:56Z'],
	['1 h 30 min', '2026-01-31T11:04:56Z'],
	['1 hour and 30 minutes ago', '2026-01-31T11:04:56Z'],
	['1.5h', '2026-01-31T11:04:56Z'],
	['an hour ago', '2026-01-31T11:34:56Z'],
	['30s', '2026-01-31T12:34:26Z'],
	['1769853600', '2026-01-31T10:00:00Z'],
	['@1769853600.5', '2026-01-31T10:00:00.500Z'],
	['1769853600000', '2026-01-31T10:00:00Z'],
	['now - 1h', '2026-01-31T11:34:56Z'],
	['now-99999999999d', '1970-01-01T00:00:00Z'],
	['7d', '2026-01-24T12:34:56Z'],
	['2w', '2026-01-17T12:34:56Z'],
	['today', '2026-01-31T00:00:00Z'],
	['yesterday', '2026-01-30T00:00:00Z'],
	['yesterday 14:00', '2026-01-30T14:00:00Z'],
	['yesterday at 2pm', '2026-01-30T14:00:00Z'],
	['yesterday at noon', '2026-01-30T12:00:00Z'],
	['this morning', '2026-01-31T06:00:00Z'],
	['12:00', '2026-01-31T12:00:00Z'],
	['12:00:30', '2026-01-31T12:00:30Z'],
	['14:00', '2026-01-30T14:00:00Z'],
	['monday', '2026-01-26T00:00:00Z'],
	['friday 9am', '2026-01-30T09:00:00Z'],
	['12 may', '2025-05-12T00:00:00Z'],
	['Jan 30 14:00', '2026-01-30T14:00:00Z'],
	['Jan 30 14:00 CET', '2026-01-30T13:00:00Z'],
	['2026-01-30', '2026-01-30T00:00:00Z'],
	['2026-01-30 14:00', '2026-01-30T14:00:00Z'],
	['2026-01-30T14:00:00.250', '2026-01-30T14:00:00.250Z'],
	['2026-01-30T14:00:00+05:30', '2026-01-30T08:30:00Z'],
	['2026-01-30t14:00:00z', '2026-01-30T14:00:00Z'],
	['3.4.2025', '2025-04-03T00:00:00Z'],
	['13/04/2025', '2025-04-13T00:00:00Z'],
	['04/13/2025 14:00', '2025-04-13T14:00:00Z'],
	['05/05/2025', '2025-05-05T00:00:00Z'],
	['14:00 3.4.2025', '2025-04-03T14:00:00Z'],
	['2025-4-3', '2025-04-03T00:00:00Z'],
	['2025.04.03 14:00', '2025-04-03T14:00:00Z'],
	['13/4', '2025-04-13T00:00:00Z'],
	['30.1.', '2026-01-30T00:00:00Z'],
	['0001-01-01', '1970-01-01T00:00:00Z'],
	['2025-10-26 02:30 CET', '2025-10-26T01:30:00Z'],
	['2025-10-26 02:30 CEST', '2025-10-26T00:30:00Z'],
	['26 october 2025 2:30 CET', '2025-10-26T01:30:00Z'],
	['2025-11-02 01:30 EST', '2025-11-02T06:30:00Z'],
	['2025-11-02 01:30 EDT', '2025-11-02T05:30:00Z'],
	['14:00 CET', '2026-01-30T13:00:00Z'],
	['yesterday 09:00 PT', '2026-01-30T17:00:00Z'],
	['2025-07-30 14:00 Europe/Paris', '2025-07-30T12:00:00Z'],
	['2026-01-31T12:37:00Z', '2026-01-31T12:37:00Z'],
])('“%s” is %s', async (text, expected) => {
	await expect(readIn(text, 'utc')).resolves.toBe(micros(expected));
});

test('a time keeps its microseconds, and no more', async () => {
	await expect(readIn('2026-01-30T14:00:00.1234567Z', 'utc')).resolves.toBe(
		micros('2026-01-30T14:00:00Z') + 123_456,
	);
});

test.each([
	['yesterday 14:00', 'America/New_York', '2026-01-30T19:00:00Z'],
	['yesterday 14:00', 'Asia/Kolkata', '2026-01-30T08:30:00Z'],
	['today', 'Pacific/Auckland', '2026-01-31T11:00:00Z'],
	['2026-01-30 14:00', 'Europe/Paris', '2026-01-30T13:00:00Z'],
	['2026-07-30 14:00', 'Europe/Paris', '2026-07-30T12:00:00Z'],
	// Summer time, though it is winter now.
	['12 july 2025 14:00', 'Europe/Paris', '2025-07-12T12:00:00Z'],
	// The hour that is skipped in spring, and the one that comes twice in autumn.
	['2026-03-29 02:30', 'Europe/Paris', '2026-03-29T01:30:00Z'],
	['2026-03-29 03:30', 'Europe/Paris', '2026-03-29T01:30:00Z'],
	['2025-10-26 02:30', 'Europe/Paris', '2025-10-26T00:30:00Z'],
	['2025-10-26 03:30', 'Europe/Paris', '2025-10-26T02:30:00Z'],
	['2026-03-08 02:30', 'America/New_York', '2026-03-08T07:30:00Z'],
])('“%s” in %3$s', async (text, zone, expected) => {
	await expect(readIn(text, zone)).resolves.toBe(micros(expected));
});

test('a clock time of yesterday is right on the day after the clocks changed', async () => {
	const time = await parseInstant('yesterday 01:00', {
		now: micros('2026-03-29T12:00:00Z') + 86_400_000_000,
		timeZone: 'Europe/Paris',
	});
	expect(time).toEqual({
		kind: 'instant',
		time: micros('2026-03-29T00:00:00Z'),
	});
});

test.each([
	'',
	'soon',
	'yesterday or so',
	'15 parsecs',
	'1h30',
	'2026-02-30T00:00:00Z',
	'2026-01-30T25:00:00Z',
	'14:00 to 15:00',
	'30.2.2025',
	'31/04/2025',
	'13.13.2025',
	'2025-13-01',
	'jan 32',
	'2026-01-31T12:00:00+24:00',
	'12:60',
	'13pm',
])('“%s” is no instant, and the answer says what would be', async (text) => {
	const answer = await parseInstant(text, utc);
	expect(answer.kind).toBe('unclear');
	expect(answer.kind === 'unclear' && answer.reason).toMatch(
		/is no time that deplog can read\. Try 15m/v,
	);
});

test.each([
	[
		'03/04/2025',
		'3 April 2025 or 4 March 2025. Write 2025-04-03 or 2025-03-04',
	],
	['03-04-2025 14:00', '3 April 2025 or 4 March 2025'],
	['3/4', '3 April 2025 or 4 March 2025'],
	['03/04/25', 'which number is the year'],
	['25.3.4', 'which number is the year'],
	[
		'2025-07-30 14:00 CET',
		'CET is +01:00, but on that day clocks there show +02:00',
	],
	[
		'2025-07-30 14:00 EST',
		'EST is -05:00, but on that day clocks there show -04:00',
	],
	['14:00 IST', '+05:30 (India), +02:00 (Israel) or +01:00 (Ireland)'],
	['14:00 CST', '-06:00 (America) or +08:00 (China)'],
])('“%s” has two readings, and both are said', async (text, reason) => {
	const answer = await parseInstant(text, utc);
	expect(answer.kind === 'unclear' && answer.reason).toContain(reason);
});

test.each([
	'next friday',
	'next week',
	'next month',
	'tomorrow',
	'tomorrow 14:00',
	'tonight',
	'in 2 hours',
	'2 hours from now',
	'in 1 minute',
	'+15m',
	'3.4.2026',
	'2026-02-01',
	'2030-01-01T00:00:00Z',
	'12 may 2030',
	'9999-12-31',
])('“%s” is yet to come, which is said', async (text) => {
	const answer = await parsePastInstant(text, utc);
	expect(answer.kind === 'unclear' && answer.reason).toMatch(
		/is yet to come.*Give a time that has been/v,
	);
	// Behind a start it counts from there.
	const range = await parseRange(`yesterday to ${text}`, utc);
	expect(range.kind).toBe(text === '+15m' ? 'range' : 'unclear');
});

test('what is written out may be ahead of a reader’s clock that is minutes behind', async () => {
	await expect(
		parsePastInstant('2026-01-31T12:46:00Z', utc),
	).resolves.toMatchObject({kind: 'instant'});
	await expect(
		parsePastInstant('2026-01-31T12:51:00Z', utc),
	).resolves.toMatchObject({kind: 'unclear'});
});

test('what was typed comes back without what could drive a terminal', async () => {
	const answer = await parseInstant('\u001B[2Jsoon', utc);
	expect(answer.kind === 'unclear' && answer.reason).toContain(
		String.raw`"\u001b[2Jsoon"`,
	);
});

/** What is typed, from when, to when, and what of it counts from now. */
type Ranged = [
	string,
	(string | undefined)?,
	(string | undefined)?,
	(readonly string[])?,
];

const both = ['since', 'until'];

test.each<Ranged>([
	['15m', '2026-01-31T12:19:56Z', undefined, ['since']],
	['since 15m', '2026-01-31T12:19:56Z', undefined, ['since']],
	['since an hour ago', '2026-01-31T11:34:56Z', undefined, ['since']],
	['now - 15m', '2026-01-31T12:19:56Z', undefined, ['since']],
	['now-1h to +30m', '2026-01-31T11:34:56Z', '2026-01-31T12:04:56Z', both],
	['12:00 to 5m', '2026-01-31T12:00:00Z', '2026-01-31T12:29:56Z', ['until']],
	['12:00 to +5m', '2026-01-31T12:00:00Z', '2026-01-31T12:05:00Z'],
	['yesterday 14:00', '2026-01-30T14:00:00Z', undefined],
	['2h to 1h', '2026-01-31T10:34:56Z', '2026-01-31T11:34:56Z', both],
	['2h ago to now', '2026-01-31T10:34:56Z', '2026-01-31T12:34:56Z', both],
	['yesterday 14:00 to 15:00', '2026-01-30T14:00:00Z', '2026-01-30T15:00:00Z'],
	['yesterday 23:00 to 01:00', '2026-01-30T23:00:00Z', '2026-01-31T01:00:00Z'],
	['14:00 to 15:00', '2026-01-30T14:00:00Z', '2026-01-30T15:00:00Z'],
	['monday to wednesday', '2026-01-26T00:00:00Z', '2026-01-28T00:00:00Z'],
	['yesterday to today', '2026-01-30T00:00:00Z', '2026-01-31T00:00:00Z'],
	['from 12:00 until 12:30', '2026-01-31T12:00:00Z', '2026-01-31T12:30:00Z'],
	[
		'2026-01-30T14:00:00Z..2026-01-30T15:00:00Z',
		'2026-01-30T14:00:00Z',
		'2026-01-30T15:00:00Z',
	],
	['until 1h', undefined, '2026-01-31T11:34:56Z', ['until']],
	['this deployment', '2026-01-31T09:00:00Z', undefined],
	['since this deployment', '2026-01-31T09:00:00Z', undefined],
])(
	'the range “%s”, and what of it counts from now',
	async (text, since, until, counted) => {
		const answer = await parseRange(text, {
			...utc,
			deployedAt: micros('2026-01-31T09:00:00Z'),
		});
		expect(answer).toEqual({
			kind: 'range',
			range: {
				...(since !== undefined && {since: micros(since)}),
				...(until !== undefined && {until: micros(until)}),
				...(counted !== undefined && {counted}),
			},
		});
	},
);

test('an end in the hour that comes twice leaves out nothing that may be meant', async () => {
	const inParis = {
		now: micros('2026-10-25T12:00:00Z'),
		timeZone: 'Europe/Paris',
	};
	const rangeOf = async (text: string, timeZone = 'Europe/Paris') => {
		const read = await parseRange(text, {...inParis, timeZone});
		return read.kind === 'range' ? read.range : read;
	};

	const twice = {
		since: micros('2026-10-25T00:15:00Z'),
		until: micros('2026-10-25T01:30:00Z'),
	};
	await expect(
		rangeOf('2026-10-25 02:15 to 2026-10-25 02:30'),
	).resolves.toEqual(twice);
	await expect(rangeOf('until 02:30 Europe/Paris', 'utc')).resolves.toEqual({
		until: twice.until,
	});
	await expect(rangeOf('until 2026-10-25T02:30+02:00')).resolves.toEqual({
		until: micros('2026-10-25T00:30:00Z'),
	});
	await expect(rangeOf('until 2026-10-25 03:30')).resolves.toEqual({
		until: micros('2026-10-25T02:30:00Z'),
	});
});

test('@ goes to an instant', async () => {
	await expect(parseRange('@ yesterday 14:00', utc)).resolves.toEqual({
		kind: 'instant',
		time: micros('2026-01-30T14:00:00Z'),
	});
});

test.each([
	['1h to 2h', '"2h" is not after "1h"'],
	['1h to sometime', '"sometime" is no time'],
	['sometime to 1h', '"sometime" is no time'],
	['@soon', '"soon" is no time'],
	['since this deployment', '"this deployment" is no time'],
])('“%s” is no range: %s', async (text, reason) => {
	const answer = await parseRange(text, utc);
	expect(answer.kind === 'unclear' && answer.reason).toContain(reason);
});

async function readIn(text: string, timeZone: string) {
	const answer = await parseInstant(text, {now, timeZone});
	return answer.kind === 'instant' ? answer.time : answer.reason;
}
