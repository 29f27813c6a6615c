import {expect, test} from 'vitest';
import {type Entry} from '../../source/log/entry.ts';
import {Strays} from '../../source/timeline/strays.ts';

/** Said to be of the year 9999, and shown where it arrived. */
function stray(message: string, time: number): Entry {
	return {
		time,
		timeText: '9999-12-31T23:59:59Z',
		level: 'info',
		region: '',
		message,
	};
}

const plain: Entry = {time: 5, level: 'info', region: '', message: 'plain'};

test('an entry of the future is shown once, whichever side gives it first and wherever it stands there', () => {
	const strays = new Strays();
	strays.beginStream();
	expect(strays.takeStreamed(stray('a', 10))).toBe(true);
	for (let page = 0; page < 3; page++) {
		strays.beginPages();
		expect(strays.takePaged(stray('a', 20 + page))).toBe(false);
		expect(strays.takePaged(stray('b', 20 + page))).toBe(page === 0);
	}

	expect(strays.takeStreamed(stray('b', 40))).toBe(false);
	strays.beginStream();
	expect(strays.takeStreamed(stray('a', 50))).toBe(false);
});

test('of several that are the same as many are shown as the side has that has more', () => {
	const strays = new Strays();
	strays.beginStream();
	expect(strays.takeStreamed(stray('a', 1))).toBe(true);
	expect(strays.takeStreamed(stray('a', 2))).toBe(true);
	strays.beginPages();
	expect([1, 2, 3].map((time) => strays.takePaged(stray('a', time)))).toEqual([
		false,
		false,
		true,
	]);
});

test('entries that stand at their own time are none of its business', () => {
	const strays = new Strays();
	expect([strays.takePaged(plain), strays.takePaged(plain)]).toEqual([
		true,
		true,
	]);
});
