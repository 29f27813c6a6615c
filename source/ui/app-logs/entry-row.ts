import {type Entry} from '../../log/entry.ts';
import {fit} from '../../text/fit.ts';
import {type Timestamps} from '../../text/timestamp.ts';
import {levelLetter} from '../level-letter.ts';
import {messageCells} from '../message-cells.ts';
import {type Theme} from '../theme.ts';
import {shortRegion} from '../words.ts';

export type EntryLook = {
	/** Without the gutter. */
	readonly width: number;
	readonly shift: number;
	readonly match: string;
	/** 0 leaves the region out. */
	readonly regionWidth: number;
	readonly hasMillis: boolean;
	readonly timestamps: Timestamps;
	readonly theme: Theme;
};

/** `12:03:21.123 E us-east4      TypeError: …  ⋯ 3`. Time, level and region stay where they are when the message is shifted. */
export function entryRow(entry: Entry, look: EntryLook): string {
	const {timestamps, theme, regionWidth, width} = look;
	const time = look.hasMillis
		? timestamps.timeWithMillis(entry.time)
		: timestamps.time(entry.time);
	const region =
		regionWidth === 0
			? ''
			: `${fit(shortRegion(entry.region), regionWidth, {ellipsis: '…'})}  `;
	const head = `${theme.paint('quiet', time)} ${levelLetter(entry.level, theme)} ${theme.paint('quiet', region)}`;
	const headWidth = time.length + 3 + (regionWidth === 0 ? 0 : regionWidth + 2);
	return (
		head + messageCells(entry.message, {...look, width: width - headWidth})
	);
}
