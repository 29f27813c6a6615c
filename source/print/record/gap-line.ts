import {type Micros} from '../../log/entry.ts';
import {formatTime} from '../../log/wall-time.ts';

/** What a recording may lack. */
export type RecordedGap = {
	readonly from: Micros;
	/** Behind the last instant; infinite where nobody knows. */
	readonly to: Micros;
	readonly why: string;
};

/** A line of a recording in the place of entries that could not be had. */
export function gapLine({from, to, why}: RecordedGap): string {
	return JSON.stringify({
		deplog: 'gap',
		from: formatTime(Math.max(0, from)),
		...(Number.isFinite(to) && {to: formatTime(to)}),
		why,
	});
}

export function isGapLine(line: string): boolean {
	return line.startsWith('{"deplog":"gap"');
}
