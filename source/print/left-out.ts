import {hasOwnTime} from '../log/entry.ts';
import {type Line} from './line.ts';

/** What of the server's lines is not printed as it was sent, counted, to be said once at the end: by whichever way that comes. */
export type LeftOut = {
	readonly addMalformed: (count: number) => void;
	readonly addPrinted: (lines: readonly Line[]) => void;
	/** Tells what has come since it was told last. */
	readonly tell: () => void;
};

/** Counts what is not printed as it was sent, and tells of it. */
export function createLeftOut(onNotice: (text: string) => void): LeftOut {
	let malformedCount = 0;
	let untimedCount = 0;
	return {
		addMalformed(count) {
			malformedCount += count;
		},
		addPrinted(lines) {
			for (const line of lines) {
				untimedCount += hasOwnTime(line) ? 0 : 1;
			}
		},
		tell() {
			if (untimedCount > 0) {
				onNotice(
					`${untimedCount.toLocaleString('en')} ${untimedCount === 1 ? 'entry' : 'entries'} came without a time that can be read, and ${untimedCount === 1 ? 'was' : 'were'} printed in the place of arrival.`,
				);
			}

			if (malformedCount > 0) {
				onNotice(
					`${malformedCount.toLocaleString('en')} ${malformedCount === 1 ? 'line' : 'lines'} of the server could not be read as entries and were left out.`,
				);
			}

			untimedCount = 0;
			malformedCount = 0;
		},
	};
}
