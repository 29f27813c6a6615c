import {levels} from '../log/level.ts';
import {knownRegions} from './regions.ts';

/** What the help, the completion and the man page say of a flag, and how it is read: one record. */
export type Flag = {
	readonly type: 'boolean' | 'string';
	readonly default?: boolean;
	readonly shortFlag?: string;
	/** May be given again for more. */
	readonly isMultiple?: true;
	/** What stands for its value: `levels` for `--level <levels>`. */
	readonly value?: string;
	/** A value that works, for the sentence that asks for one. */
	readonly example?: string;
	readonly group: FlagGroup;
	/** One sentence without its end; `--help` wraps it. */
	readonly help: string;
	/** Further sentences for the man page. */
	readonly details?: string;
	/** What completion offers for its value: words, or files. */
	readonly offers?: readonly string[] | 'files' | 'folders' | 'targets';
};

/** Under which heading of the help a flag stands. */
export type FlagGroup = 'own' | 'entries' | 'printing' | 'api' | 'general';

/** In what form entries are printed. `text` has colors on a terminal only, `pretty` everywhere; `raw` is the message alone. */
export const formats = [
	'ndjson',
	'json',
	'text',
	'pretty',
	'csv',
	'raw',
] as const;

export type Format = (typeof formats)[number];

/** Every flag there is, in the order in which the help shows them. A command says which of them it takes. */
export const flagTable = {
	history: {
		type: 'boolean',
		default: false,
		group: 'own',
		help: 'the deployment that has two weeks of history',
	},
	v2: {
		type: 'boolean',
		default: false,
		group: 'own',
		help: 'over version 2 of the API',
	},
	redeployEvery: {
		type: 'string',
		value: 'time',
		example: '60s',
		group: 'own',
		help: 'a new deployment so often, such as 60s',
	},
	untilQuiet: {
		type: 'string',
		value: 'time',
		example: '30s',
		group: 'own',
		help: 'then watch the logs so long for errors of a new kind',
		details:
			'New is what the deployment before has not logged, as far as its log goes.',
	},
	port: {
		type: 'string',
		value: 'port',
		example: '8080',
		group: 'own',
		help: 'where to listen; default any that is free',
	},
	host: {
		type: 'string',
		value: 'address',
		example: '0.0.0.0',
		group: 'own',
		help: 'where to listen; beyond this machine it needs a token; default 127.0.0.1',
	},
	level: {
		type: 'string',
		value: 'levels',
		example: 'error,warning',
		group: 'entries',
		help: 'error, warning, info, debug; several with commas',
		offers: levels,
	},
	region: {
		type: 'string',
		value: 'regions',
		example: 'us-east4',
		group: 'entries',
		help: 'us-east4 or gcp-us-east4; several with commas',
		offers: [...knownRegions],
	},
	query: {
		type: 'string',
		shortFlag: 'q',
		value: 'text',
		example: 'timeout',
		group: 'entries',
		help: 'entries whose message holds this text, case-sensitive',
	},
	where: {
		type: 'string',
		isMultiple: true,
		value: 'filter',
		example: "'status>=500'",
		group: 'entries',
		help: 'a field is so: status>=500, path:/cart, user?, !user?',
		details:
			'Fields are members of JSON (also nested, error.name), key=value pairs, and what access logs tell: method, path, status, duration. Numbers, durations (800ms, 1.5s) and sizes (4kB) compare as such; in a value * stands for any text. Given again, entries have to be all of it. It is answered here, not by the server. Quote it: shells read < and >.',
	},
	since: {
		type: 'string',
		value: 'time',
		example: '15m',
		group: 'entries',
		help: '15m, 2h ago, yesterday 14:00, 2026-01-31T14:00:00Z',
	},
	until: {
		type: 'string',
		value: 'time',
		example: '5m',
		group: 'entries',
		help: 'the same; entries before that time',
	},
	timeZone: {
		type: 'string',
		value: 'zone',
		example: 'utc',
		group: 'general',
		help: 'local (default), utc or a name such as Europe/Paris',
		details: 'For showing and for reading times.',
		offers: ['local', 'utc'],
	},
	print: {
		type: 'boolean',
		default: false,
		shortFlag: 'p',
		group: 'printing',
		help: 'print entries instead of exploring them',
	},
	build: {
		type: 'boolean',
		default: false,
		group: 'printing',
		help: 'print the build log',
		details: 'That of a build that runs is printed to its end.',
	},
	details: {
		type: 'boolean',
		default: false,
		group: 'printing',
		help: 'print the details of the deployment',
	},
	follow: {
		type: 'boolean',
		default: false,
		shortFlag: 'f',
		group: 'printing',
		help: 'go on with live entries; --limit 0 for these alone',
	},
	limit: {
		type: 'string',
		value: 'count',
		example: '100',
		group: 'printing',
		help: 'how many; default 100 without --since, --until',
	},
	order: {
		type: 'string',
		value: 'asc|desc',
		example: 'desc',
		group: 'printing',
		help: 'oldest or newest first; default asc',
		offers: ['asc', 'desc'],
	},
	format: {
		type: 'string',
		value: 'format',
		example: 'json',
		group: 'printing',
		help: 'ndjson (in a pipe), json, text, pretty, csv, raw',
		details:
			'Of these ndjson is the server’s own lines, byte for byte, json is one array, text has colors on a terminal, where it is the default, and pretty has colors anywhere; csv has a heading and a line an entry, raw the message alone, made safe on a terminal.',
		offers: formats,
	},
	columns: {
		type: 'string',
		value: 'fields',
		example: 'status,path',
		group: 'printing',
		help: 'these fields as columns, also with text, pretty, csv',
	},
	count: {
		type: 'string',
		value: 'by',
		example: 'level,5m',
		group: 'printing',
		help: 'how many, by level, region, fields, a time: level,5m',
		details:
			'A table on a terminal, an object a line in a pipe. All that is asked for is counted, page by page, and not kept. With one time and one name the table has a row a span and a column a value.',
	},
	top: {
		type: 'string',
		value: 'field',
		example: 'path',
		group: 'printing',
		help: 'the most frequent values of a field, with their share',
	},
	stats: {
		type: 'string',
		value: 'field',
		example: 'duration',
		group: 'printing',
		help: 'min, mean, p50, p95, p99, max of a field’s numbers',
	},
	apiUrl: {
		type: 'string',
		value: 'url',
		example: 'https://console.deno.com/api/v2',
		group: 'api',
		help: 'with its version; default DEPLOG_API_URL, else Deno’s',
		details:
			'Without either it is DENO_DEPLOY_ENDPOINT with /api/v2 behind it, else https://console.deno.com/api/v2. An address without a version at its end means version 1.',
	},
	app: {
		type: 'string',
		value: 'name',
		example: 'storefront',
		group: 'api',
		help: 'default that of deno.json, else DENO_DEPLOY_APP',
	},
	org: {
		type: 'string',
		value: 'name',
		example: 'acme',
		group: 'api',
		help: 'default that of deno.json, else DENO_DEPLOY_ORG',
	},
	project: {
		type: 'string',
		value: 'id',
		example: '0b6dcc53-2e29-4a6f-9d3c-6a4c5d3f7e10',
		group: 'api',
		help: 'version 1: the newest deployment of a project',
	},
	tokenFile: {
		type: 'string',
		value: 'path',
		example: '~/.deplog-token',
		group: 'api',
		help: 'a file with the token, if DENO_DEPLOY_TOKEN is not set',
		details: 'Nor DEPLOY_ACCESS_TOKEN. A token is never an argument.',
		offers: 'files',
	},
	insecure: {
		type: 'boolean',
		default: false,
		group: 'api',
		help: 'allow http: to another machine',
	},
	followLatest: {
		type: 'boolean',
		default: false,
		group: 'general',
		help: 'go to each newer deployment as it appears',
	},
	record: {
		type: 'string',
		value: 'file',
		example: 'app.ndjson',
		group: 'general',
		help: 'keep the entries in a file as they come',
		details:
			'It has a stream of its own, which keys do not touch, for the levels, regions and text of the command line; a new file begins with the first entry that there is, or with --since, and with --limit 0 now. Started again on the same file it goes on where that ends. deplog open reads it.',
		offers: 'files',
	},
	rotate: {
		type: 'string',
		value: 'when',
		example: '100MB',
		group: 'general',
		help: 'a new --record file: a size such as 100MB, or day',
	},
	buffer: {
		type: 'string',
		value: 'entries',
		example: '50_000',
		group: 'general',
		help: 'how many entries to keep in memory; default 1,000,000',
	},
	bell: {
		type: 'boolean',
		default: false,
		group: 'general',
		help: 'ring when the deployment settles, at its first error',
	},
	mouse: {
		type: 'boolean',
		default: false,
		group: 'general',
		help: 'wheel and clicks; shift and drag selects text as ever',
		details:
			'The wheel scrolls what is under the pointer. A click selects an entry, and on the selected one opens it; on a rule of the list it does what enter does there; elsewhere it focuses a pane. The terminal’s own selection is had with shift held (in iTerm2: option), and all that is written stays the same without this flag.',
	},
	linear: {
		type: 'boolean',
		default: false,
		group: 'general',
		help: 'lines below each other, for screen readers',
		details:
			'Nothing that was written is written over, and what changes is said once. The keys are the same. It is so by itself where TERM is dumb.',
	},
	color: {
		type: 'boolean',
		default: true,
		group: 'general',
		help: 'no colors, as with NO_COLOR',
	},
	help: {
		type: 'boolean',
		default: false,
		shortFlag: 'h',
		group: 'general',
		help: 'show this text; after a command, that of the command',
	},
	version: {
		type: 'boolean',
		default: false,
		group: 'general',
		help: 'show the version',
	},
} as const satisfies Readonly<Record<string, Flag>>;

/** The name of a flag, as the table of flags has it: `timeZone`. */
export type FlagName = keyof typeof flagTable;

type NameOf<Kind> = {
	[Name in FlagName]: (typeof flagTable)[Name] extends Kind ? Name : never;
}[FlagName];

/** What was given. Types follow from the table. */
export type Flags = Readonly<
	Record<NameOf<{type: 'boolean'}>, boolean> &
		Partial<
			Record<
				Exclude<NameOf<{type: 'string'}>, NameOf<{isMultiple: true}>>,
				string
			>
		> &
		Partial<Record<NameOf<{isMultiple: true}>, readonly string[]>>
>;

export const flags: ReadonlyMap<string, Flag> = new Map(
	Object.entries(flagTable),
);

// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- The table is a constant, its keys are these.
export const flagNames = Object.keys(flagTable) as readonly FlagName[];

/** The names of all flags that stand under these headings. */
export function flagsOf(...groups: readonly FlagGroup[]): readonly FlagName[] {
	return flagNames.filter((name) => groups.includes(flagTable[name].group));
}

/** `timeZone` → `--time-zone`. */
export function flagName(name: string): string {
	const dashed = name.replaceAll(
		/[A-Z]/gv,
		(letter) => `-${letter.toLowerCase()}`,
	);
	if (name === 'color') {
		return '--no-color';
	}

	return dashed.length === 1 ? `-${dashed}` : `--${dashed}`;
}
