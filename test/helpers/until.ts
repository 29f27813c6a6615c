import {vi} from 'vitest';

/** In milliseconds: far longer than it takes, also on a machine that does much else. */
const patience = 15_000;

/** Asks again until the assertion holds; its last failure is the test's. */
export async function until(
	assertion: () => void | Promise<void>,
): Promise<void> {
	await vi.waitFor(assertion, {timeout: patience, interval: 10});
}
