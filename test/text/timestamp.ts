import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	createTimestamps,
	isTimeZone,
	relativeTime,
} from '../../source/text/timestamp.ts';

const at = (text: string, micros = 0) => Date.parse(text) * 1000 + micros;

describe('an instant', () => {
	it('is shown in UTC', () => {
		const utc = createTimestamps('utc');
		const time = at('2026-03-01T12:03:21.340Z', 999);
		expect(utc.time(time)).toBe('12:03:21');
		expect(utc.timeWithMillis(time)).toBe('12:03:21.340');
		expect(utc.date(time)).toBe('2026-03-01');
		expect(utc.zoneLabel(time)).toBe('UTC');
	});

	it('is shown in a zone, summer and winter', () => {
		const berlin = createTimestamps('Europe/Berlin');
		const winter = at('2026-01-15T23:30:00Z');
		const summer = at('2026-07-15T23:30:00Z');
		expect(berlin.time(winter)).toBe('00:30:00');
		expect(berlin.date(winter)).toBe('2026-01-16');
		expect(berlin.zoneLabel(winter)).toBe('UTC+01:00');
		expect(berlin.time(summer)).toBe('01:30:00');
		expect(berlin.zoneLabel(summer)).toBe('UTC+02:00');
	});

	it('is right on both sides of a change of the clocks', () => {
		const berlin = createTimestamps('Europe/Berlin');
		const change = at('2026-03-29T01:00:00Z');
		expect(berlin.time(change - 1)).toBe('01:59:59');
		expect(berlin.time(change)).toBe('03:00:00');
	});

	it('has a day that began at midnight, before the clocks were changed, too', () => {
		const berlin = createTimestamps('Europe/Berlin');
		expect(berlin.startOfDay(at('2026-03-29T20:00:00Z'))).toBe(
			at('2026-03-28T23:00:00Z'),
		);
		expect(berlin.startOfDay(at('2026-10-25T20:00:00Z'))).toBe(
			at('2026-10-24T22:00:00Z'),
		);
		expect(
			createTimestamps('Asia/Kathmandu').startOfDay(at('2026-01-01T18:15:00Z')),
		).toBe(at('2026-01-01T18:15:00Z'));
	});

	it.each([
		['Asia/Kathmandu', 'UTC+05:45'],
		['America/New_York', 'UTC-05:00'],
	])('has a label in %s', (zone, label) => {
		expect(createTimestamps(zone).zoneLabel(at('2026-01-01T00:00:00Z'))).toBe(
			label,
		);
	});

	it('is the same as the platform says, in any zone at any time', () => {
		const zones = ['local', 'Asia/Tokyo', 'America/St_Johns', 'Europe/London'];
		const ours = new Map(zones.map((zone) => [zone, createTimestamps(zone)]));
		fc.assert(
			fc.property(
				fc.constantFrom(...zones),
				fc.date({
					min: new Date('2000-01-01'),
					max: new Date('2040-01-01'),
					noInvalidDate: true,
				}),
				(zone, date) => {
					const platform = date.toLocaleString('sv', {
						...(zone !== 'local' && {timeZone: zone}),
					});
					const time = date.getTime() * 1000;
					const timestamps = ours.get(zone);
					expect(`${timestamps?.date(time)} ${timestamps?.time(time)}`).toBe(
						platform,
					);
				},
			),
		);
	});

	it('is shown by its distance from another', () => {
		expect(relativeTime(64_100_000, 0)).toBe('+64.1 s');
		expect(relativeTime(0, 300_000)).toBe('-0.3 s');
		expect(relativeTime(5, 5)).toBe('+0.0 s');
		expect(relativeTime(3_599_900_000, 0)).toBe('+3599.9 s');
		expect(relativeTime(7_264_100_000, 0)).toBe('+2:01:04.1');
		expect(relativeTime(0, 86_400_000_000 * 13 + 7_264_100_000)).toBe(
			'-13 d 02:01:04',
		);
	});
});

it('a zone that is not known is said to be none', () => {
	expect(isTimeZone('Europe/Berlin')).toBe(true);
	expect(isTimeZone('local')).toBe(true);
	expect(isTimeZone('Europe/Atlantis')).toBe(false);
});
