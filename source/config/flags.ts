import meow from 'meow';
import {looksLikeToken} from '../log/token.ts';
import {nearestName} from './nearest-name.ts';
import {tokenAdvice} from './token.ts';
import {UsageError} from './usage-error.ts';

const definitions = {
	apiUrl: {type: 'string'},
	app: {type: 'string'},
	org: {type: 'string'},
	project: {type: 'string'},
	tokenFile: {type: 'string'},
	level: {type: 'string'},
	region: {type: 'string'},
	query: {type: 'string', shortFlag: 'q'},
	since: {type: 'string'},
	until: {type: 'string'},
	limit: {type: 'string'},
	order: {type: 'string'},
	follow: {type: 'boolean', default: false, shortFlag: 'f'},
	print: {type: 'boolean', default: false, shortFlag: 'p'},
	format: {type: 'string'},
	timeZone: {type: 'string'},
	buffer: {type: 'string'},
	history: {type: 'boolean', default: false},
	v2: {type: 'boolean', default: false},
	redeployEvery: {type: 'string'},
	port: {type: 'string'},
	host: {type: 'string'},
	insecure: {type: 'boolean', default: false},
	bell: {type: 'boolean', default: false},
	color: {type: 'boolean', default: true},
	help: {type: 'boolean', default: false, shortFlag: 'h'},
	version: {type: 'boolean', default: false},
} as const;

export type Flags = {
	readonly apiUrl?: string;
	readonly app?: string;
	readonly org?: string;
	readonly project?: string;
	readonly tokenFile?: string;
	readonly level?: string;
	readonly region?: string;
	readonly query?: string;
	readonly since?: string;
	readonly until?: string;
	readonly limit?: string;
	readonly order?: string;
	readonly follow: boolean;
	readonly print: boolean;
	readonly format?: string;
	readonly timeZone?: string;
	readonly buffer?: string;
	readonly history: boolean;
	readonly v2: boolean;
	readonly redeployEvery?: string;
	readonly port?: string;
	readonly host?: string;
	readonly insecure: boolean;
	readonly bell: boolean;
	readonly color: boolean;
	readonly help: boolean;
	readonly version: boolean;
};

/** Cuts the arguments into words and flags; what the flags hold is not looked at yet. */
export function parseFlags(argv: readonly string[]): {
	readonly words: readonly string[];
	readonly flags: Flags;
} {
	const {input, flags} = once(() =>
		meow({
			importMeta: import.meta,
			argv: [...argv],
			flags: definitions,
			autoHelp: false,
			autoVersion: false,
			// The name is for the process's title; given here, no file is looked for.
			pkg: {name: 'deplog'},
		}),
	);
	if ('token' in flags) {
		throw new UsageError(tokenAdvice);
	}

	for (const [name, value] of Object.entries(flags)) {
		const definition = definitionOf(name);
		if (definition === undefined) {
			throw unknownFlag(name);
		}

		if (definition.type === 'string' && value === '') {
			throw new UsageError(
				`${flagName(name)} needs a value, such as ${flagName(name)}=${exampleOf[name] ?? '…'}.`,
			);
		}
	}

	return {words: input, flags};
}

const exampleOf: Readonly<Record<string, string>> = {
	apiUrl: 'https://console.deno.com/api/v2',
	app: 'storefront',
	org: 'acme',
	project: '0b6dcc53-2e29-4a6f-9d3c-6a4c5d3f7e10',
	tokenFile: '~/.deplog-token',
	level: 'error,warning',
	region: 'us-east4',
	query: 'timeout',
	since: '15m',
	until: '5m',
	limit: '100',
	order: 'desc',
	format: 'json',
	timeZone: 'utc',
	buffer: '50_000',
	redeployEvery: '60s',
	port: '8080',
	host: '0.0.0.0',
};

/** Meow throws for a flag that is given twice, in words that are nearly ours. */
function once<Result>(parse: () => Result): Result {
	try {
		return parse();
	} catch (error) {
		const name = /The flag --(\w+) can only be set once/v.exec(
			String(error),
		)?.[1];
		throw name === undefined
			? error
			: new UsageError(
					`${flagName(name)} is given twice. Leave one of them out.`,
				);
	}
}

function definitionOf(name: string): {readonly type: string} | undefined {
	return new Map<string, {readonly type: string}>(
		Object.entries(definitions),
	).get(name);
}

function unknownFlag(name: string): UsageError {
	if (looksLikeToken(name)) {
		return new UsageError(tokenAdvice);
	}

	const nearest = nearestName(name, Object.keys(definitions));
	const advice =
		nearest === undefined
			? 'See deplog --help for those there are.'
			: `Did you mean ${flagName(nearest)}?`;
	return new UsageError(`There is no flag ${flagName(name)}. ${advice}`);
}

function flagName(name: string): string {
	const dashed = name.replaceAll(
		/[A-Z]/gv,
		(letter) => `-${letter.toLowerCase()}`,
	);
	if (name === 'color') {
		return '--no-color';
	}

	return dashed.length === 1 ? `-${dashed}` : `--${dashed}`;
}
