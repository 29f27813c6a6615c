/** The levels of entries, the worst first. Others exist; what is not known stands with info. */
export const levels = ['error', 'warning', 'info', 'debug'] as const;

/** The four levels that people filter by. Backends have many more names for them: `levelOf` says which is meant. */
export type Level = (typeof levels)[number];

/** The rank of names that mean none of the four levels: behind that of `debug`. */
export const unknownRank = levels.length;

/** The level that a name on the wire means, whatever its case and spelling (`ERROR`, `warn`, `fatal`, `notice`), or its number as pino (10 to 60) or syslog (0 to 7) writes it; `undefined` where it means none of the four. */
export function levelOf(name: string): Level | undefined {
	if (known.has(name)) {
		return known.get(name);
	}

	const level = readLevel(name);
	// Names come from servers: neither their number nor their length is theirs to choose.
	if (known.size < mostKnown && name.length <= longestName) {
		known.set(name, level);
	}

	return level;
}

/** 0 for names that mean `error`, 3 for `debug`, `unknownRank` for those that mean no level. */
export function rankOf(name: string): number {
	const level = levelOf(name);
	return level === undefined ? unknownRank : levels.indexOf(level);
}

/** `levelOf` where there is one, else the name itself: what names are compared by. */
export function plainLevel(name: string): string {
	return levelOf(name) ?? name;
}

/** Whether an entry's level is among those wanted, which are as `plainLevel` writes them; an empty list stands for all. */
export function allowsLevel(wanted: readonly string[], name: string): boolean {
	return wanted.length === 0 || wanted.includes(plainLevel(name));
}

/** `warning` → `error`, `warning`; `debug` → the empty list, which stands for all levels. */
export function levelsFrom(mildest: Level): readonly Level[] {
	return mildest === 'debug'
		? []
		: levels.slice(0, levels.indexOf(mildest) + 1);
}

const mostKnown = 512;
const longestName = 64;

/** Syslog, pino, winston, Python, Java, .NET, Go's zap, Google's severities. */
const namesOf: Readonly<Record<Level, string>> = {
	error: `error errors err erro e eror fatal fata ftl f panic pani dpanic p critical crit c
		emergency emerg alert a severe fail failed failure exception stderr`,
	warning: 'warning warnings warn wrn w caution',
	info: 'info information informational inf i notice note n log default success ok stdout',
	debug: `debug debugging debu dbug dbg d trace trac trce trc t http verbose verb vrb v fine finer
		finest silly config`,
};

const levelsByName: ReadonlyMap<string, Level> = new Map(
	levels.flatMap((level) =>
		namesOf[level].split(/\s+/v).map((name) => [name, level] as const),
	),
);

const known = new Map<string, Level | undefined>([
	// That of an entry without a level.
	['', undefined],
]);

// eslint-disable-next-line no-control-regex -- Colours are set by control sequences.
const colour = /\u001B\[[\d;]{0,16}m/gv;

function readLevel(name: string): Level | undefined {
	if (name.length > longestName) {
		return undefined;
	}

	// Loggers that write for a terminal colour the name.
	const plain = name.replaceAll(colour, '');
	// `[WARN]`, `Error:`, `ERR!`, `LOG_ERR`, `LogLevel.Error`, the steps of OpenTelemetry and Postgres, `SEVERITY_NUMBER_INFO2`, `DEBUG5`, and those of Go: `ERROR+2`.
	const [, word, number] =
		/^[\s\[\(<"]*(?:(?:(?:severity[_\-.]?number|severity|log[_\-. ]?level|level|log|lvl)[_\-.:=]\s?)?([a-z]+)(?:[\-_]?[1-5]|[+\-]\d{1,2})?|(\d{1,2})(?:\.0)?)[\s\]\)>":!]*$/iv.exec(
			plain,
		) ?? [];
	return number === undefined
		? levelsByName.get((word ?? '').toLowerCase())
		: levelOfNumber(Number(number));
}

function levelOfNumber(number: number): Level | undefined {
	if (number < 8) {
		return number <= 3
			? 'error'
			: number === 4
				? 'warning'
				: number <= 6
					? 'info'
					: 'debug';
	}

	return number < 10
		? undefined
		: number >= 50
			? 'error'
			: number >= 40
				? 'warning'
				: number >= 30
					? 'info'
					: 'debug';
}
