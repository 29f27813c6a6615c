import {describe, expect, it} from 'vitest';
import {Pace} from '../../../source/terminal/screen/pace.ts';

/** A pace on a clock and a terminal that are moved by hand. */
function createPacing() {
	let now = 0;
	let timer: {readonly due: number; readonly callback: () => void} | undefined;
	let finish: (() => void) | undefined;
	let work = 0;
	const starts: number[] = [];
	const pace = new Pace({
		write(written) {
			starts.push(now);
			now += work;
			finish = written;
			return true;
		},
		startTimer(callback, milliseconds) {
			timer = {due: now + milliseconds, callback};
			return () => {
				timer = undefined;
			};
		},
		now: () => now,
	});
	return {
		pace,
		starts,
		get now() {
			return now;
		},
		get isIdle() {
			return timer === undefined;
		},
		finish() {
			const written = finish;
			finish = undefined;
			written?.();
		},
		/** From now on it takes so long to make a frame. */
		slowDown(milliseconds: number) {
			work = milliseconds;
		},
		pass(milliseconds: number) {
			now += milliseconds;
			if (timer !== undefined && timer.due <= now) {
				const {callback} = timer;
				timer = undefined;
				callback();
			}
		},
	};
}

const turn = async () =>
	new Promise<void>((resolve) => {
		queueMicrotask(resolve);
	});

describe('frames', () => {
	it('come 30 times a second at most, however often the rows change', () => {
		const pacing = createPacing();
		for (let millisecond = 0; millisecond < 1000; millisecond++) {
			pacing.pace.request(false);
			pacing.pass(1);
			pacing.finish();
		}

		expect(pacing.starts.length).toBeGreaterThan(25);
		expect(pacing.starts.length).toBeLessThanOrEqual(30);
	});

	it('come less often where it takes long to make them, but 10 times a second', () => {
		const pacing = createPacing();
		pacing.slowDown(1);
		while (pacing.now < 5000) {
			pacing.pace.request(false);
			pacing.pass(1);
			pacing.finish();
		}

		const rate = pacing.starts.filter((start) => start > 3000).length / 2;
		expect(rate).toBeGreaterThan(10);
		expect(rate).toBeLessThan(15);
		pacing.slowDown(30);
		while (pacing.now < 10_000) {
			pacing.pace.request(false);
			pacing.pass(1);
			pacing.finish();
		}

		const slow = pacing.starts.filter((start) => start > 8000).length / 2;
		expect(slow).toBeGreaterThan(7);
	});

	it('come 10 times a second on a slow terminal', () => {
		const pacing = createPacing();
		for (let tick = 0; tick < 300; tick++) {
			pacing.pace.request(false);
			pacing.pass(10);
			if (pacing.now - (pacing.starts.at(-1) ?? 0) >= 60) {
				pacing.finish();
			}
		}

		const gaps = pacing.starts
			.slice(2)
			.map((start, index) => start - (pacing.starts[index + 1] ?? 0));
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
	});

	it('for a key are written at once, with all that the key changes', async () => {
		const pacing = createPacing();
		pacing.pace.request(false);
		pacing.pass(0);
		pacing.finish();
		pacing.pace.request(true);
		pacing.pace.request(true);
		pacing.pace.request(false);
		await turn();
		expect(pacing.starts).toEqual([0, 0]);
	});

	it('wait for the one that is under way, and are then one', async () => {
		const pacing = createPacing();
		pacing.pace.request(true);
		await turn();
		for (let key = 0; key < 10; key++) {
			pacing.pace.request(true);
			// eslint-disable-next-line no-await-in-loop -- Keys come one after the other.
			await turn();
		}

		expect(pacing.starts).toHaveLength(1);
		pacing.finish();
		await turn();
		expect(pacing.starts).toHaveLength(2);
		pacing.finish();
		expect(pacing.isIdle).toBe(true);
	});

	it('do not come by themselves', async () => {
		const pacing = createPacing();
		pacing.pace.request(true);
		await turn();
		pacing.finish();
		expect(pacing.isIdle).toBe(true);
	});

	it('do not come while the shell has the terminal', async () => {
		const pacing = createPacing();
		pacing.pace.halt();
		pacing.pace.request(true);
		pacing.pace.request(false);
		await turn();
		expect(pacing.starts).toEqual([]);
		expect(pacing.isIdle).toBe(true);
		pacing.pace.resume();
		pacing.pace.request(true);
		await turn();
		expect(pacing.starts).toHaveLength(1);
	});
});
