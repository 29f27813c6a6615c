import {type Filter} from '../../log/query.ts';

/** Which entries are asked for: the sets of version 1, the least level of version 2, and a text. */
export type EntryFilter = Filter & {
	/** As in `levelRank`. */
	readonly leastRank?: number;
	/** How a text is found: anywhere and exactly, or as a full-text index does, by the beginnings of words in any case. */
	readonly finds?: 'substring' | 'words';
};

type Candidate = {
	readonly level: string;
	readonly region: string;
	readonly message: string;
};

export function matchesFilter(filter: EntryFilter, entry: Candidate): boolean {
	return matchesFields(filter, entry) && matchesText(filter, entry.message);
}

/** Whether all but the text matches. */
export function matchesFields(
	{levels, regions, leastRank = 0}: EntryFilter,
	{level, region}: Pick<Candidate, 'level' | 'region'>,
): boolean {
	return (
		(levels.length === 0 || levels.includes(level)) &&
		(regions.length === 0 || regions.includes(region)) &&
		(leastRank === 0 || levelRank(level) >= leastRank)
	);
}

const ranks = new Map([
	['debug', 0],
	['info', 1],
	['warn', 2],
	['warning', 2],
	['error', 3],
]);

/** From 0 for debug to 3 for error; a level that is unknown stands with info. */
export function levelRank(level: string): number {
	return ranks.get(level.toLowerCase()) ?? 1;
}

function matchesText({text, finds}: EntryFilter, message: string) {
	if (text === '') {
		return true;
	}

	return finds === 'words'
		? splitWords(text).every((start) =>
				splitWords(message).some((word) => word.startsWith(start)),
			)
		: message.includes(text);
}

function splitWords(text: string) {
	return text.toLowerCase().match(/[\p{L}\p{N}_]+/gv) ?? [];
}
