const keyViews = [
	'lineUp',
	'lineDown',
	'page',
	'filter',
	'build',
	'prompt',
	'help',
	'detail',
];

/** What issue, design and readme promise, each held against a figure that a script prints: at most a number, at least a number, or at most so many times another figure. */
export const budgets = [
	{
		what: 'bytes for each live entry, 50 entries/s',
		figure: 'bytes.perEntry.deplog',
		times: 1.5,
		of: 'bytes.perEntry.less',
	},
	{
		what: 'bytes for each line-up key that scrolls, held down',
		figure: 'bytes.perKeyHeld.deplog',
		times: 1.5,
		of: 'bytes.perKeyHeld.less',
	},
	{
		what: 'bytes for each line-up key that scrolls, pressed slowly',
		figure: 'bytes.perKeySlow.deplog',
		times: 1.5,
		of: 'bytes.perKeySlow.less',
	},
	{
		what: 'bytes in an idle minute',
		figure: 'idle.bytes.deplog',
		most: 0,
	},
	...['quiet', 'at1000', 'at50000'].flatMap((rate) =>
		keyViews.flatMap((view) => [
			{
				what: `key to frame, ${view}, ${rate}, median (ms)`,
				figure: `keys.${rate}.${view}.p50`,
				most: 1,
			},
			{
				what: `key to frame, ${view}, ${rate}, p99 (ms)`,
				figure: `keys.${rate}.${view}.p99`,
				most: view === 'help' || view === 'detail' ? 12 : 5,
			},
		]),
	),
	...keyViews.map((view) => ({
		what: `key to frame, ${view}, as fast as it can, p99 (ms)`,
		figure: `keys.fastest.${view}.p99`,
		most: 16,
	})),
	{
		what: 'event loop delay on a terminal that takes 20 kB/s, p99 (ms)',
		figure: 'follow.slowTerminal.delay.p99',
		most: 20,
	},
	{
		what: 'entries lost on that terminal',
		figure: 'follow.slowTerminal.lost',
		most: 0,
	},
	{
		what: 'processor while following 1,000 entries/s (%)',
		figure: 'follow.processorPercent',
		most: 8,
	},
	{
		what: 'start to first frame of the panes (ms)',
		figure: 'start.firstPanes',
		times: 4,
		of: 'start.emptyScript',
	},
	{
		what: 'NDJSON over HTTP to the store, UI on (entries/s; 900,000 on Node 24)',
		figure: 'ingest.entriesPerSecond',
		least: 650_000,
	},
	{
		what: 'a million entries from a file to all loaded (ms)',
		figure: 'load.milliseconds.deplog',
		times: 1,
		of: 'load.milliseconds.lnav',
	},
	{
		what: 'memory for an entry beside its message (bytes)',
		figure: 'memory.overheadPerEntry',
		most: 24,
	},
	{
		what: 'resident with a million entries of 127 bytes (MB)',
		figure: 'memory.atOneMillion',
		most: 260,
	},
	{
		what: 'most over least resident, two to ten million entries',
		figure: 'memory.mostOverLeastFromTwoMillion',
		most: 1.1,
	},
	...['kinds', 'allDifferent'].flatMap((messages) => [
		{
			what: `a million messages grouped into patterns, ${messages} (ms)`,
			figure: `patterns.${messages}.all`,
			most: 2000,
		},
		{
			what: `the same, ${messages}, longest slice (ms)`,
			figure: `patterns.${messages}.longestSlice`,
			most: 10,
		},
	]),
	{
		what: 'a million entries counted into the histogram, longest slice (ms)',
		figure: 'histogram.longestSlice',
		most: 10,
	},
	...['rare', 'some', 'frequent'].flatMap((text) => [
		{
			what: `new text over a million entries, ${text}, visible rows (ms)`,
			figure: `search.${text}.visibleRows`,
			most: 10,
		},
		{
			what: `new text over a million entries, ${text}, all (ms)`,
			figure: `search.${text}.all`,
			most: 150,
		},
		{
			what: `new text over a million entries, ${text}, longest slice (ms)`,
			figure: `search.${text}.longestSlice`,
			most: 10,
		},
	]),
];
