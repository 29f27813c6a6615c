import {levelOf, levels} from '../log/level.ts';
import {createFilter, type Filter} from '../log/query.ts';
import {joinedFilter, readFieldFilter} from '../log/fields/field-filter.ts';
import {type Refinement} from '../log/refinement.ts';
import {type Flags} from './flag-table.ts';
import {wireRegion} from './regions.ts';
import {UsageError} from './usage-error.ts';

/** Reads which entries the server is asked for: levels, regions, a text. */
export function readFilter(
	flags: Pick<Flags, 'level' | 'region' | 'query'>,
): Filter {
	const named = names('level', flags.level).map((name) => readLevel(name));
	return createFilter({
		// All four is the same as none, which also gives levels with other names.
		levels: new Set(named).size === levels.length ? [] : named,
		regions: names('region', flags.region).map((name) =>
			wireRegion(name.toLowerCase()),
		),
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

/** The names in a list; one that has commas alone was meant to have some, and would be all there is. */
function names(flag: string, list = ''): readonly string[] {
	const found = list
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
	if (found.length === 0 && list.includes(',')) {
		throw new UsageError(
			`--${flag} ${list.trim()} names nothing. Leave --${flag} out for all of them.`,
		);
	}

	return found;
}

/** What fields have to be. Whether there are such fields is not known yet: what cannot be read as a filter is refused. */
export function readWhere({where = []}: Pick<Flags, 'where'>): {
	readonly where?: readonly Refinement[];
} {
	return where.length === 0
		? {}
		: {where: where.map((words) => readOne(words))};
}

/** The names of fields, by commas. */
export function readColumns(
	{columns, format}: Flags,
	isPrinting: boolean,
): {readonly columns?: readonly string[]} {
	if (columns === undefined) {
		return {};
	}

	const names = [
		...new Set(
			columns
				.split(',')
				.map((name) => name.trim())
				.filter((name) => name !== ''),
		),
	];
	if (names.length === 0) {
		throw new UsageError(
			'--columns needs names of fields, such as --columns path,status.',
		);
	}

	if (isPrinting && (format === 'ndjson' || format === 'json')) {
		throw new UsageError(
			`--format ${format} prints entries as they are. For columns give --format text or csv.`,
		);
	}

	return {columns: names};
}

function readOne(given: string): Refinement {
	const words = given.trimStart();
	const isHiding = words.startsWith('!');
	const plain = isHiding ? words.slice(1) : words;
	// `=`, `==` and `!=` are how other programs write it; at the prompt `=` is a part of messages.
	const [, name, sign, value = ''] =
		/^("(?:[^"\\]|\\.)+"|[^<>:=!?"][^<>:=!?]*)(=~|!~|!?={1,2})(.+)$/sv.exec(
			plain,
		) ?? [];
	if (sign?.endsWith('~')) {
		throw new UsageError(
			`--where ${words}: fields are not looked through by regular expressions. In a value * stands for any text, such as --where 'path:/cart*'.`,
		);
	}

	const joined = joinedFilter(plain, () => true);
	if (joined !== undefined && joined.word !== '') {
		throw new UsageError(
			/^(?:or|\|\|)$/iv.test(joined.word)
				? `--where ${words}: filters are not joined by ${joined.word}. In a value * stands for any text, such as --where 'path:/cart*'; to look for it as one value put it between quotes.`
				: `--where ${words}: filters are not joined by ${joined.word}. Give --where again for ${joined.other}; to look for it as one value put it between quotes.`,
		);
	}

	const filter = readFieldFilter(
		name === undefined ? plain : `${name.trim()}:${value.trim()}`,
		'any',
	);
	if (filter === undefined) {
		throw new UsageError(`--where ${words} ${whyUnread(plain)}`);
	}

	return {
		effect: isHiding === (sign?.startsWith('!') ?? false) ? 'keep' : 'hide',
		...filter,
	};
}

function whyUnread(words: string): string {
	const [, name = '', limit] = /^([^<>:?=]+)[<>]=?(.+)$/sv.exec(words) ?? [];
	if (limit === undefined) {
		return "is no filter of a field. Give one such as --where 'status>=500', 'durationMs>800', 'path:/cart', 'user?' or '!user?'.";
	}

	const given = limit.trim();
	switch (name.trim()) {
		case 'time': {
			return `is no filter of a field: ${given} is no time in full. Give one such as --where 'time>=2026-01-31T12:00:00Z', or --since.`;
		}

		case 'level': {
			return `is no filter of a field: there is no level ${given}. Give one of ${levels.join(', ')}.`;
		}

		default: {
			return `is no filter of a field: ${given} is no number, duration or size. Give one such as --where 'status>=500', 'took>1.5s' or 'size>4kB', and --where again for each further filter.`;
		}
	}
}
