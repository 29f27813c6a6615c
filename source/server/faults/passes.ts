import {type Filter} from '../../log/query.ts';

/** What an entry is tested on. */
type Candidate = {
	readonly level: string;
	readonly region: string;
	readonly message: string;
};

export function passes(filter: Filter, entry: Candidate): boolean {
	return (
		passesFields(filter, entry) &&
		(filter.text === '' || entry.message.includes(filter.text))
	);
}

export function passesFields(
	{levels, regions}: Filter,
	{level, region}: Pick<Candidate, 'level' | 'region'>,
): boolean {
	return (
		(levels.length === 0 || levels.includes(level)) &&
		(regions.length === 0 || regions.includes(region))
	);
}
