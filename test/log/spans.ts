import {expect, test} from 'vitest';
import {createSpans} from '../../source/log/spans.ts';
import {createTimestamps} from '../../source/text/timestamp.ts';

const minute = 60_000_000;
const hour = 60 * minute;
const day = 24 * hour;

function at(text: string): number {
	return Date.parse(text) * 1000;
}

/** When spans begin from an instant on, as clocks of the zone show it. */
function starts(zone: string, width: number, from: string, count: number) {
	const {offsetAt, dateTime} = createTimestamps(zone);
	const {startOf, next} = createSpans(width, offsetAt);
	const found = [startOf(at(from))];
	while (found.length < count) {
		found.push(next(found.at(-1) ?? 0));
	}

	return found.map((start) => dateTime(start).slice(5, -3));
}

test.each([
	[
		'Europe/Berlin',
		day,
		'2026-03-28T12:00:00Z',
		['03-28 00:00', '03-29 00:00', '03-30 00:00'],
	],
	[
		'Europe/Berlin',
		day,
		'2026-10-24T22:30:00Z',
		['10-25 00:00', '10-26 00:00', '10-27 00:00'],
	],
	[
		'Asia/Kolkata',
		hour,
		'2026-01-01T00:10:00Z',
		['01-01 05:00', '01-01 06:00'],
	],
	[
		'Asia/Kathmandu',
		5 * minute,
		'2026-01-01T00:03:00Z',
		['01-01 05:45', '01-01 05:50'],
	],
	[
		'America/New_York',
		6 * hour,
		'2026-11-01T05:30:00Z',
		['11-01 00:00', '11-01 06:00', '11-01 12:00'],
	],
	// An hour that comes twice is two rows, and one that is left out none.
	[
		'America/New_York',
		hour,
		'2026-11-01T04:30:00Z',
		['11-01 00:00', '11-01 01:00', '11-01 01:00', '11-01 02:00'],
	],
	[
		'America/New_York',
		hour,
		'2026-03-08T05:30:00Z',
		['03-08 00:00', '03-08 01:00', '03-08 03:00'],
	],
	// At midnight clocks are put forward there.
	[
		'Africa/Cairo',
		day,
		'2026-04-23T12:00:00Z',
		['04-23 00:00', '04-24 01:00', '04-25 00:00'],
	],
	// By half an hour.
	[
		'Australia/Lord_Howe',
		hour,
		'2026-04-04T13:59:00Z',
		['04-05 00:00', '04-05 01:00', '04-05 02:00'],
	],
	// A day that was left out.
	['Pacific/Apia', day, '2011-12-29T12:00:00Z', ['12-29 00:00', '12-31 00:00']],
	['utc', 7 * day, '2026-03-05T12:00:00Z', ['03-02 00:00', '03-09 00:00']],
	[
		'Asia/Tokyo',
		7 * day,
		'2026-03-01T15:00:00Z',
		['03-02 00:00', '03-09 00:00'],
	],
])(
	'in %s spans of %i µs from %s on begin at %j',
	(zone, width, from, expected) => {
		expect(starts(zone, width, from, expected.length)).toEqual(expected);
	},
);

test.each([
	'Europe/Berlin',
	'Australia/Lord_Howe',
	'America/St_Johns',
	'Africa/Cairo',
])(
	'in %s each instant about the changes of clocks is in the span that its entries are counted in',
	(zone) => {
		const {offsetAt} = createTimestamps(zone);
		for (const width of [2 * hour, 6 * hour, day, 7 * day]) {
			const {startOf, next} = createSpans(width, offsetAt);
			for (const from of [at('2026-03-05T00:00Z'), at('2026-10-05T00:00Z')]) {
				let start = startOf(from);
				for (let time = from; time < from + 55 * day; time += 397 * minute) {
					while (next(start) <= time) {
						start = next(start);
					}

					expect(startOf(time)).toBe(start);
				}
			}
		}
	},
);
