import {expect, test} from 'vitest';
import {Quantiles} from '../../source/log/quantiles.ts';
import {
	measureWords,
	ValueTally,
	BoundedNames,
	GroupTally,
	noName,
	otherNames,
} from '../../source/log/tally.ts';

function of(values: Iterable<number>): Quantiles {
	const quantiles = new Quantiles();
	for (const value of values) {
		quantiles.add(value);
	}

	return quantiles;
}

test('of few numbers the quantiles are those numbers', () => {
	const quantiles = of(Array.from({length: 100}, (_, index) => index + 1));
	expect([0, 0.5, 0.95, 0.99, 1].map((share) => quantiles.at(share))).toEqual([
		1, 50, 95, 99, 100,
	]);
	expect(quantiles.isExact).toBe(true);
	expect(of([]).at(0.5)).toBeUndefined();
	expect(of([-5, 0, 5]).at(0.5)).toBe(0);
});

test('of many they are a thousandth off at most, and memory is bounded', () => {
	const count = 200_000;
	const quantiles = of(
		Array.from({length: count}, (_, index) => ((index * 7919) % count) + 0.5),
	);
	expect(quantiles.isExact).toBe(false);
	for (const share of [0.01, 0.5, 0.95, 0.99]) {
		const exact = share * count;
		expect(Math.abs((quantiles.at(share) ?? 0) - exact) / exact).toBeLessThan(
			0.0021,
		);
	}

	expect(quantiles.most).toBe(count - 0.5);
});

test('two halves together are the whole', () => {
	const whole = of(Array.from({length: 20_000}, (_, index) => index));
	const low = of(Array.from({length: 10_000}, (_, index) => index));
	low.merge(of(Array.from({length: 10_000}, (_, index) => index + 10_000)));
	expect(low.count).toBe(20_000);
	expect(low.mean).toBeCloseTo(whole.mean);
	expect(low.at(0.95)).toBeCloseTo(whole.at(0.95) ?? 0, -2);
});

test('values are counted, the most frequent first, and no more are told apart than memory allows', () => {
	const tally = new ValueTally();
	for (let index = 0; index < 30_000; index++) {
		tally.add(index % 3 === 0 ? '/cart' : `/${index}`, 'text', 0);
	}

	expect(tally.top(1)).toEqual([{value: '/cart', count: 10_000}]);
	expect(tally.count).toBe(30_000);
	expect(tally.values.size).toBeLessThanOrEqual(20_000);
	let told = 0;
	for (const count of tally.values.values()) {
		told += count;
	}

	expect(told + tally.otherCount).toBe(30_000);
	expect(tally.measure).toBeUndefined();
});

test('what counts something else is no part of the quantiles', () => {
	const tally = new ValueTally();
	for (const [text, kind, number] of [
		['1.2s', 'duration', 1200],
		['300ms', 'duration', 300],
		['450', 'number', 450],
		['5 kB', 'size', 5000],
		['slow', 'text', 0],
	] as const) {
		tally.add(text, kind, number);
	}

	const {measure, numbers, otherNumberCount} = tally;
	expect([measure, numbers.count, otherNumberCount]).toEqual([
		'duration',
		2,
		2,
	]);
	expect([numbers.least, numbers.at(0.5), numbers.most]).toEqual([
		300, 300, 1200,
	]);
});

test.each([
	[1e29, 'number', '1.00e+29'],
	[9_007_199_254_740_992, 'number', '9.01e+15'],
	[1234, 'duration', '1.23 s'],
	[0.25, 'duration', '250 µs'],
	[0, 'duration', '0 ms'],
	[90_000, 'duration', '1.5 min'],
	[2048, 'size', '2.05 kB'],
	[1234.5, 'number', '1235'],
	[12.345, 'number', '12.3'],
] as const)('%d as a %s reads %s', (number, kind, words) => {
	expect(measureWords(number, kind)).toBe(words);
});

const shown = (tally: GroupTally) =>
	tally.cells().map(({time, names, count}) => [time, names.join('/'), count]);

test('entries are counted by span and by name, in the order of time', () => {
	const tally = new GroupTally();
	tally.add(60, ['error']);
	tally.add(0, ['info']);
	tally.add(0, ['error']);
	tally.add(0, ['info']);
	expect(tally.count).toBe(4);
	expect(shown(tally)).toEqual([
		[0, 'info', 2],
		[0, 'error', 1],
		[60, 'error', 1],
	]);
});

test('an empty value, none, and one that looks like it are three groups', () => {
	const tally = new GroupTally();
	for (const name of ['', noName, '\0', 'Symbol(none)', '', noName] as const) {
		tally.add(0, [name, 'x']);
		tally.add(60, [name]);
	}

	for (const time of [0, 60]) {
		expect(
			tally
				.cells()
				.filter((cell) => cell.time === time)
				.map(({names: [name], count}) => [name, count]),
		).toEqual(
			expect.arrayContaining([
				['', 2],
				[noName, 2],
				['\0', 1],
				['Symbol(none)', 1],
			]),
		);
	}
});

test('without spans the most frequent come first', () => {
	const tally = new GroupTally();
	tally.add(undefined, ['fra', 'error']);
	tally.add(undefined, ['ord', 'error'], 3);
	expect(shown(tally)).toEqual([
		[undefined, 'ord/error', 3],
		[undefined, 'fra/error', 1],
	]);
});

test('the sum of two tallies has what either has', () => {
	const sum = new GroupTally();
	const other = new GroupTally();
	sum.add(0, ['a'], 2);
	other.add(0, ['a']);
	other.add(60, ['b'], 5);
	sum.merge(other);
	expect(sum.count).toBe(8);
	expect(shown(sum)).toEqual([
		[0, 'a', 3],
		[60, 'b', 5],
	]);
});

test('a field in which each value is another one takes so many cells and no more, and is counted to the end', () => {
	const tally = new GroupTally();
	const other = new GroupTally();
	for (let index = 0; index < 200_100; index++) {
		tally.add(index, ['x']);
	}

	expect(tally.count).toBe(200_100);
	expect(tally.lostCount).toBe(100);
	other.merge(tally);
	expect([other.count, other.lostCount]).toEqual([200_100, 100]);
});

test('names beyond those that are told apart are one, and no value is always told apart', () => {
	const names = new BoundedNames();
	const taken = Array.from({length: 600}, (_, index) =>
		names.take(`session-${index}`),
	);
	expect(new Set(taken).size).toBe(513);
	expect(taken.at(-1)).toBe(otherNames);
	expect(names.take('session-3')).toBe('session-3');
	expect(names.take(undefined)).toBe(noName);
});
