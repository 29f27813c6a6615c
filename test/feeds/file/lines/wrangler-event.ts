/* eslint-disable @typescript-eslint/naming-convention -- The names of the wire. */
import {expect, test} from 'vitest';
import {readWranglerEvent} from '../../../../source/feeds/file/lines/json-batches.ts';

test('what was logged or thrown without a time of its own is of the time of its event', () => {
	const entries = readWranglerEvent({
		Outcome: 'exception',
		ScriptName: 'shop',
		EventTimestampMs: 1_763_978_400_123,
		Logs: [{Level: 'log', Message: ['hi'], TimestampMs: 1_763_978_400_200}],
		Exceptions: [{Name: 'Error', Message: 'boom'}],
	});
	expect(entries?.map(({time, message}) => [time, message])).toEqual([
		[1_763_978_400_123_000, 'event - exception'],
		[1_763_978_400_200_000, 'hi'],
		[1_763_978_400_123_000, 'Error: boom'],
	]);
});
