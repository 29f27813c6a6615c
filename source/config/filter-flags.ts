import {levelOf, levels} from '../log/level.ts';
import {createFilter, type Filter} from '../log/query.ts';
import {type Flags} from './flags.ts';
import {wireRegion} from './regions.ts';
import {UsageError} from './usage-error.ts';

export function readFilter(
	flags: Pick<Flags, 'level' | 'region' | 'query'>,
): Filter {
	const named = names(flags.level).map((name) => readLevel(name));
	return createFilter({
		// All four is the same as none, which also gives levels with other names.
		levels: new Set(named).size === levels.length ? [] : named,
		regions: names(flags.region).map((name) => wireRegion(name.toLowerCase())),
		text: flags.query ?? '',
	});
}

function readLevel(name: string): string {
	const level = levelOf(name);
	if (level !== undefined) {
		return level;
	}

	throw new UsageError(
		`There is no level ${name}. Give one or several of ${levels.join(', ')}, such as --level error,warning.`,
	);
}

function names(list = ''): readonly string[] {
	return list
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
}
