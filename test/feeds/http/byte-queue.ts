import {Buffer} from 'node:buffer';
import {describe, expect, it} from 'vitest';
import {
	createByteQueue,
	highWaterBytes,
	lowWaterBytes,
} from '../../../source/feeds/http/byte-queue.ts';

function createQueue() {
	const calls: string[] = [];
	const queue = createByteQueue({
		pause() {
			calls.push('pause');
		},
		resume() {
			calls.push('resume');
		},
	});
	const bytes = queue.bytes();
	return {
		queue,
		calls,
		bytes,
		async read() {
			const {value, done} = await bytes.next();
			return done === true ? undefined : Buffer.from(value).toString();
		},
	};
}

describe('bytes of a socket', () => {
	it('are handed over at once after a silence, and together when they trickle', async () => {
		const {queue, read} = createQueue();
		queue.push(Buffer.from('a'));
		expect(await read()).toBe('a');
		const next = read();
		for (const letter of 'bcdef') {
			queue.push(Buffer.from(letter));
			// eslint-disable-next-line no-await-in-loop -- They trickle.
			await Promise.resolve();
		}

		expect(await next).toBe('bcdef');
	});

	it('do not wait for more once the stream has ended', async () => {
		const {queue, read} = createQueue();
		queue.push(Buffer.from('a'));
		await read();
		queue.push(Buffer.from('b'));
		const rest = read();
		queue.end();
		expect(await rest).toBe('b');
		expect(await read()).toBeUndefined();
	});

	it('are all read before the stream fails', async () => {
		const {queue, read} = createQueue();
		queue.push(Buffer.from('a'));
		await read();
		queue.push(Buffer.from('b'));
		queue.fail(new Error('cut'));
		expect(await read()).toBe('b');
		await expect(read()).rejects.toThrow('cut');
	});

	it('pause the socket when too many wait, and resume it when few are left', async () => {
		const {queue, calls, bytes} = createQueue();
		const chunk = Buffer.alloc(64 * 1024);
		let left = 0;
		while (calls.length === 0) {
			queue.push(chunk);
			left += chunk.length;
		}

		expect(left).toBeLessThanOrEqual(highWaterBytes + chunk.length);
		while (calls.length === 1) {
			// eslint-disable-next-line no-await-in-loop -- One after the other.
			const {value} = await bytes.next();
			left -= value?.length ?? 0;
		}

		expect(calls).toEqual(['pause', 'resume']);
		expect(left).toBeLessThanOrEqual(lowWaterBytes);
	});
});
