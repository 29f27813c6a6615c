import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	isCanonicalTime,
	parseCanonicalTime,
	parseTime,
	readTime,
} from '../../source/log/wire-time.ts';
import {formatMilliseconds, formatTime} from '../../source/log/wall-time.ts';

const noon = Date.UTC(2026, 10, 24, 12) * 1000;
/** Years 1700 to 2255, in microseconds. */
const times = fc.integer({
	min: Date.UTC(1700, 0) * 1000,
	max: Date.UTC(2255, 0) * 1000,
});

test('any time comes back from its own text', () => {
	fc.assert(
		fc.property(times, (time) => {
			const text = formatTime(time);
			expect(parseTime(text)).toBe(time);
			expect(isCanonicalTime(text)).toBe(true);
		}),
	);
});

test('parts of a microsecond, which our clock tells, are cut off', () => {
	expect(formatTime(noon + 835_079.5)).toBe('2026-11-24T12:00:00.835079Z');
	expect(formatTime(noon + 0.5)).toBe('2026-11-24T12:00:00.000Z');
});

test('a text is said to come back exactly if it does', () => {
	const texts = fc
		.tuple(
			times,
			fc.constantFrom(
				'',
				'.0',
				'.120',
				'.123',
				'.123456',
				'.123000',
				'.1234567',
			),
			fc.constantFrom('Z', 'z', '+00:00', '+01:30', '-08:00'),
			fc.constantFrom('T', 't', ' '),
			fc.constantFrom(undefined, '60'),
		)
		.map(([time, fraction, zone, separator, second]) => {
			const text = formatTime(time);
			return `${text.slice(0, 10)}${separator}${text.slice(11, 17)}${second ?? text.slice(17, 19)}${fraction}${zone}`;
		});
	fc.assert(
		fc.property(texts, (text) => {
			const time = parseTime(text);
			expect(time).toBeDefined();
			const isCanonical = formatTime(time ?? 0) === text;
			expect(isCanonicalTime(text)).toBe(isCanonical);
			expect(parseCanonicalTime(text)).toBe(isCanonical ? time : undefined);
		}),
	);
});

test('a text is read the same behind one of its minute', () => {
	const near = fc.integer({min: noon, max: noon + 59_999_999});
	const spoiled = fc.tuple(
		near,
		fc.integer({min: 17, max: 27}),
		fc.constantFrom('x', '6', '.', 'Z', ''),
	);
	fc.assert(
		fc.property(near, spoiled, (time, [other, index, character]) => {
			expect(parseCanonicalTime(formatTime(time))).toBe(time);
			const text = formatTime(other);
			const changed = text.slice(0, index) + character + text.slice(index + 1);
			const parsed = parseTime(changed);
			expect(parseCanonicalTime(changed)).toBe(
				parsed !== undefined && formatTime(parsed) === changed
					? parsed
					: undefined,
			);
		}),
	);
});

test('times agree with those of JavaScript, to the millisecond', () => {
	fc.assert(
		fc.property(times, (time) => {
			const text = formatTime(time);
			expect(Math.floor((parseTime(text) ?? 0) / 1000)).toBe(
				Date.parse(`${text.slice(0, 23)}Z`),
			);
		}),
	);
});

test.each([
	['2026-11-24T12:00:00Z', noon],
	['2026-11-24t12:00:00z', noon],
	['2026-11-24 12:00:00Z', noon],
	['2026-11-24T13:30:00+01:30', noon],
	['2026-11-24T04:00:00-08:00', noon],
	['2026-11-23T23:00:00-13:00', noon],
	['2026-11-24T12:00:00.1Z', noon + 100_000],
	['2026-11-24T12:00:00.123456Z', noon + 123_456],
	['2026-11-24T12:00:00.123456999Z', noon + 123_456],
	['2026-11-24T12:00:00.000000001+00:00', noon],
	['2026-11-24T11:59:60.5Z', noon + 500_000],
	['1969-12-31T23:59:59.999999Z', -1],
	['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29) * 1000],
])('%s is read', (text, time) => {
	expect(parseTime(text)).toBe(time);
});

test.each([
	'',
	'yesterday',
	'2026-11-24',
	'2026-11-24T12:00:00',
	'2026-11-24T12:00:00.Z',
	'2026-11-24T12:00:00.123',
	'2026-11-24T12:00:00.12x3Z',
	'2026-11-24T12:00:00ZZ',
	'2026-11-24T12:00:00+0100',
	'2026-11-24T12:00:00+24:00',
	'2026-11-24T12:00:00*01:00',
	'2026-11-24T24:00:00Z',
	'2026-11-24T12:60:00Z',
	'2026-11-24T12:00:61Z',
	'2026-02-29T12:00:00Z',
	'2026-13-01T12:00:00Z',
	'2026-00-01T12:00:00Z',
	'2026-11-00T12:00:00Z',
	'2026/11/24T12:00:00Z',
	'2026-11-24T12.00.00Z',
	'2026-11-24X12:00:00Z',
	'+026-11-24T12:00:00Z',
	'9999-11-24T12:00:00Z',
])('%s is no time', (text) => {
	expect(parseTime(text)).toBeUndefined();
});

test('what is left of a millisecond is cut off, before 1970 too', () => {
	expect(formatMilliseconds(noon + 999)).toBe('2026-11-24T12:00:00.000Z');
	expect(formatMilliseconds(-1)).toBe('1969-12-31T23:59:59.999Z');
});

const ten = Date.UTC(2026, 10, 27, 10) * 1000;

test.each([
	['2026-11-27T10:00:00Z', 0],
	['2026-11-27 10:00:00', 0],
	['2026-11-27 10:00:00,5', 500_000],
	['2026-11-27T10:00Z', 0],
	['2026-11-27 12:00:00.25+0200', 250_000],
	['2026-11-27 05:00:00-05', 0],
	['2026-11-27 10:00:00 UTC', 0],
	['2026-11-27T10:00:00.123456789+00:00', 123_456],
	['2026/11/27 10:00:00', 0],
	['20261127T100000Z', 0],
	['27/Nov/2026:11:00:00 +0100', 0],
	['Fri, 27 Nov 2026 10:00:00 GMT', 0],
	['Fri Nov 27 10:00:00 2026', 0],
	['1795773600', 0],
	['1795773600.5', 500_000],
	['1795773600123', 123_000],
	['1795773600123.25', 123_250],
	['1795773600123456', 123_456],
	['1795773600123456789', 123_456],
	['1.7957736e9', 0],
	// As people have reported them of other readers: Go, Java, JavaScript, .NET, RFC 9557.
	['2026-11-27 10:00:00.123456789 +0000 UTC', 123_456],
	['2026-11-27 10:00:00.5 +0000 UTC m=+0.000012345', 500_000],
	['2026-11-27 15:30:00 +0530 +0530', 0],
	['2026-11-27 11:00:00.25 +0100 CET', 250_000],
	['2026-11-27T11:00:00+01:00[Europe/Berlin]', 0],
	['2026-11-27T10:00:00Z[UTC][u-ca=gregory]', 0],
	['2026-11-27T10:00:00.5Z[!Etc/UTC]', 500_000],
	['Fri Nov 27 2026 11:00:00 GMT+0100 (Central European Standard Time)', 0],
	['Nov 27, 2026 10:00:00 AM', 0],
	['Nov 27, 2026, 10:00:00\u202FAM', 0],
	['November 27, 2026 at 10:00:00 UTC', 0],
	['/Date(1795773600123)/', 123_000],
	['/Date(1795773600123+0100)/', 123_000],
	['2026-11-27T05:00:00\u221205:00', 0],
	['+002026-11-27T10:00:00.000Z', 0],
	['2026.11.27 10:00:00', 0],
	['2026-11-27T10:00:00.Z', 0],
	['2026-11-26T24:00:00Z', -36_000_000_000],
	['2026-11-27T12:00:00 +0200', 0],
])('%s is understood', (text, micros) => {
	expect(readTime(text)).toBe(ten + micros);
});

test.each([
	'',
	'soon',
	'0',
	'12.5',
	'-1795773600',
	'NaN',
	'2026-13-27T10:00:00Z',
	'2026-02-30T10:00:00Z',
	'2026-11-27T25:00:00Z',
	'2026-11-27T10:00:00+99:00',
	'27/11/2026 10:00:00',
	'{"seconds":1795773600}',
	'Nov 27, 2026 13:00:00 PM',
	'2026-11-27T24:00:01Z',
	'2026-11-27T10:00:00Z[',
	'/Date(soon)/',
	'1'.repeat(400),
])('%s is no time', (text) => {
	expect(readTime(text)).toBeUndefined();
});
