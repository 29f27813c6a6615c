import {expect, test} from 'vitest';
import {type Entry} from '../../source/log/entry.ts';
import {PrintedEntries} from '../../source/print/printed-entries.ts';

const second = 1_000_000;
const tick = (seconds: number): Entry => ({
	time: seconds * second,
	timeText: '',
	level: 'info',
	region: '',
	message: 'tick',
});

/** One entry of a stream after the other. */
const hear = (printed: PrintedEntries, entry: Entry) => {
	const [heard] = printed.hear([entry]);
	if (heard === undefined) {
		throw new Error('What is heard is told.');
	}

	return heard;
};

test('lines that are alike and have no time are all printed as they come, however many came before them', () => {
	const printed = new PrintedEntries();
	printed.beginStream();
	for (let count = 0; count < 9; count++) {
		printed.add([tick(0)]);
	}

	for (const stream of [1, 2]) {
		const heard = [1, 2, 3].map((seconds) =>
			hear(printed, tick(stream * 10 + seconds)),
		);
		expect(heard.map((one) => printed.takeStreamed(one))).toEqual([
			true,
			true,
			true,
		]);
		printed.beginStream();
	}
});

test('a line without a time that past logs have just brought is not printed once more when the stream brings it', () => {
	const printed = new PrintedEntries();
	printed.beginStream();
	printed.add([tick(100)]);
	expect(printed.takeStreamed(hear(printed, tick(101)))).toBe(false);
	expect(printed.takeStreamed(hear(printed, tick(102)))).toBe(true);
});

test('a line without a time is another one when past logs had its like long before', () => {
	const printed = new PrintedEntries();
	printed.beginStream();
	printed.add([tick(100)]);
	expect(printed.takeStreamed(hear(printed, tick(160)))).toBe(true);
});

test('past logs leave to the stream what it has brought and is yet to be printed', () => {
	const printed = new PrintedEntries();
	printed.beginStream();
	const heard = [10, 11].map((seconds) => hear(printed, tick(seconds)));
	expect(printed.takePage([tick(10), tick(11)]).fresh).toEqual([]);
	expect(printed.takePage([tick(9), tick(10), tick(11)]).fresh).toHaveLength(1);
	expect(heard.map((one) => printed.takeStreamed(one))).toEqual([true, true]);
});

test('past logs print no line without a time again that they or the stream had', () => {
	const printed = new PrintedEntries();
	printed.beginStream();
	printed.add([tick(0)]);
	for (const seconds of [10, 11]) {
		expect(printed.takeStreamed(hear(printed, tick(seconds)))).toBe(true);
	}

	const page = [tick(0), tick(10), tick(11), tick(12)];
	expect(printed.takePage(page).fresh).toHaveLength(1);
});
