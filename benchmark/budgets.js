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

/** What is to be held, each against a figure that a script prints: at most a number, at least a number, or at most so many times another figure; `beside` is what it is to be seen with. */
export const budgets = [
	{
		what: 'bytes for each live entry, 50 entries/s',
		figure: 'bytes.perEntry.deplog',
		times: 1,
		of: 'bytes.perEntry.less',
	},
	{
		what: 'bytes for each line-up key that scrolls, held down',
		figure: 'bytes.perKeyHeld.deplog',
		times: 1.25,
		of: 'bytes.perKeyHeld.less',
	},
	{
		what: 'bytes for each line-up key that scrolls, pressed slowly',
		figure: 'bytes.perKeySlow.deplog',
		times: 1.25,
		of: 'bytes.perKeySlow.less',
	},
	{
		what: 'bytes in an idle minute',
		figure: 'idle.bytes.deplog',
		most: 0,
		beside: 'idle.bytes.lnav',
	},
	...['quiet', 'at1000', 'at50000'].flatMap((rate) =>
		keyViews.flatMap((view) => [
			{
				what: `key to frame, ${view}, ${rate}, median (ms)`,
				figure: `keys.${rate}.${view}.p50`,
				most: 1.5,
				beside: 'keys.bare.p50',
			},
			{
				what: `key to frame, ${view}, ${rate}, p99 (ms)`,
				figure: `keys.${rate}.${view}.p99`,
				most: 5,
				beside: 'keys.bare.p99',
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
		most: 5,
	},
	{
		what: 'start to first frame of the panes (ms)',
		figure: 'start.firstPanes',
		times: 2.2,
		of: 'start.emptyScript',
	},
	...['version', 'help'].map((flag) => ({
		what: `start to the end of --${flag} (ms)`,
		figure: `start.${flag}`,
		times: 1.4,
		of: 'start.emptyScript',
	})),
	{
		what: 'start to the end of a print of 100 entries (ms)',
		figure: 'start.print100',
		times: 1.4,
		of: 'start.bareLoopOf100',
	},
	{
		what: 'processor for printing a long range, ndjson (ms)',
		figure: 'print.print.ndjson.processor',
		times: 1,
		of: 'print.print.bare.processor',
	},
	...['text', 'pretty'].map((format) => ({
		what: `processor for printing a long range, ${format} (ms)`,
		figure: `print.print.${format}.processor`,
		times: 1.5,
		of: 'print.print.bare.processor',
	})),
	{
		what: 'most memory while printing, ndjson (MB)',
		figure: 'print.print.ndjson.megabytes',
		most: 120,
		beside: 'print.print.bare.megabytes',
	},
	{
		what: 'a numeric filter over a million entries of ten fields, processor (ms)',
		figure: 'fields.numericFilter.allProcessor',
		most: 1000,
		beside: 'fields.others.jqFilter',
	},
	{
		what: 'the same, longest slice (ms)',
		figure: 'fields.numericFilter.longestSlice',
		most: 8,
	},
	{
		what: 'top values of a field of a million entries, processor (ms)',
		figure: 'fields.topValues.allProcessor',
		most: 1500,
		beside: 'fields.others.lnavTop',
	},
	{
		what: 'first screen of ten columns (ms)',
		figure: 'fields.firstScreenOfTenColumns',
		most: 16,
	},
	{
		what: 'memory for an entry and field that is held (bytes)',
		figure: 'fields.bytesPerEntryAndField',
		most: 24,
	},
	{
		what: 'a new query to the first rows of a server that answers in 50 ms (ms)',
		figure: 'wire.newQueryMilliseconds',
		most: 216,
	},
	{
		what: 'first screen over 1 Mbit/s with 200 ms there and back (s)',
		figure: 'wire.firstScreen.gzip',
		most: 1,
		beside: 'wire.firstScreen.identity',
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
		most: 230,
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
