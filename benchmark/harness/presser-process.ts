import {writeSync} from 'node:fs';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {createRandom} from '../corpus.ts';
import {monotonicNow, type PressOrder} from './presser.ts';

/** The process behind `startPresser`. */
const random = createRandom(7);

process.on('message', (order: PressOrder) => {
	void press(order);
});
process.on('disconnect', () => {
	process.exit();
});

async function press({keys, pauses: [least, most]}: PressOrder) {
	for (const key of keys) {
		// eslint-disable-next-line no-await-in-loop -- One key after the other.
		await sleep(least + random() * (most - least));
		writeSync(1, `${monotonicNow()}\t${encodeURIComponent(key)}\n`);
	}
}
