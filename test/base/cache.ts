import process from 'node:process';
import v8 from 'node:v8';
import vm from 'node:vm';
import {expect, test} from 'vitest';
import {BoundedCache, copyText, oncePer} from '../../source/base/cache.ts';

test('a result is computed once, as long as it is asked for', () => {
	const cache = new BoundedCache<string, number>(2);
	let computed = 0;
	const length = (text: string) => {
		computed++;
		return text.length;
	};

	for (let round = 0; round < 10; round++) {
		expect(cache.take('often', length)).toBe(5);
		expect(cache.take(`once ${round}`, length)).toBe(6);
	}

	expect(computed).toBe(11);
	expect(cache.size).toBeLessThanOrEqual(4);
});

test('however many keys come, no more than twice the limit are held', () => {
	const cache = new BoundedCache<number, number>(100);
	for (let key = 0; key < 10_000; key++) {
		cache.take(key, () => key);
		expect(cache.size).toBeLessThanOrEqual(200);
	}

	cache.clear();
	expect(cache.size).toBe(0);
});

test('long texts are not held', () => {
	const cache = new BoundedCache<string, number>(10);
	expect(cache.take('x'.repeat(65), () => 1)).toBe(1);
	expect(cache.size).toBe(0);
});

/** Frees what nothing holds. */
function collect() {
	v8.setFlagsFromString('--expose-gc');
	vm.runInNewContext('gc()');
}

test('a part of a message does not keep the message in memory', () => {
	const cache = new BoundedCache<string, string>(1000);
	collect();
	const before = process.memoryUsage().heapUsed;
	for (let index = 0; index < 40; index++) {
		const message = String(index).padStart(20, '0') + 'é東'.repeat(1_000_000);
		cache.take(message.slice(0, 40), (part) => part.slice(1));
	}

	collect();
	expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
	expect(copyText('a part of a text')).toBe('a part of a text');
});

test('something is made of each object once, though it be nothing', () => {
	const made: unknown[] = [];
	const make = oncePer((key: {readonly value?: string}) => {
		made.push(key);
		return key.value;
	});
	const [one, other] = [{value: 'one'}, {}];
	expect([make(one), make(other), make(one), make(other)]).toEqual([
		'one',
		undefined,
		'one',
		undefined,
	]);
	expect(made).toEqual([one, other]);
});
