import process from 'node:process';
import {type Micros} from '../log/entry.ts';
import {type Filter, type Order} from '../log/query.ts';
import {withoutTokens} from '../log/token.ts';
import {type TimeRange} from '../log/time-range.ts';
import {defaultApiUrl} from './address.ts';
import {findPlace} from './api-place.ts';
import {parseCount} from './count.ts';
import {
	type DemoFlags,
	parseSimulated,
	readDemoFlags,
} from './demo-argument.ts';
import {type Named, readNamed} from './deployment-argument.ts';
import {readFilter} from './filter-flags.ts';
import {type Flags, parseFlags} from './flags.ts';
import {
	type Format,
	isOrder,
	readFormat,
	readRange,
	readTimeZone,
} from './output-flags.ts';
import {type Found} from './project-file.ts';
import {readServe, type ServeOptions} from './serve-argument.ts';
import {findToken} from './token.ts';
import {UsageError} from './usage-error.ts';

export type {Format} from './output-flags.ts';

/** What to look at and how, whatever it is of. */
export type Options = {
	readonly filter: Filter;
	readonly range: TimeRange;
	readonly order: Order;
	/** Absent: as many as there are, or 100 where no range is given. */
	readonly limit?: number;
	readonly isFollowing: boolean;
	readonly format: Format;
	readonly hasColors: boolean;
	/** `local`, `utc` or an IANA name. */
	readonly timeZone: string;
	readonly bufferEntries: number;
	/** Rings when the verdict settles and at the first error. */
	readonly hasBell: boolean;
};

/** Where a deployment is to be had. */
export type Target = {
	readonly deploymentId: string;
	/** With its version: `https://console.deno.com/api/v2`. */
	readonly apiUrl: URL;
	readonly token?: string;
	/** V2's app and organization, by their slugs, where they are known. */
	readonly app?: string;
	readonly org?: string;
	/** Words by which another deplog finds the same API; never a token. */
	readonly flags: readonly string[];
};

/** What is known of a deployment whose id the server has to tell. */
export type Sought = Omit<Target, 'deploymentId'> & {
	/** V1's project. */
	readonly project?: string;
	/** The app's name may be that of one of its revisions. */
	readonly orRevision?: {readonly app: string; readonly id: string};
};

export type Command =
	| {readonly kind: 'help' | 'version'}
	| {readonly kind: 'refused'; readonly reason: string}
	| {readonly kind: 'serve'; readonly options: ServeOptions}
	| {
			readonly kind: 'deployment';
			readonly target: Target;
			readonly options: Options;
			readonly isPrinting: boolean;
			/** Sentences for people. */
			readonly warnings: readonly string[];
	  }
	| {
			/** The newest deployment of an app or a project. */
			readonly kind: 'newest';
			readonly sought: Sought;
			readonly options: Options;
			readonly isPrinting: boolean;
			readonly warnings: readonly string[];
	  }
	| {readonly kind: 'config'; readonly lines: readonly string[]}
	| {
			readonly kind: 'demo';
			/** Absent: the one that is building, or for printing the one with two weeks of history. */
			readonly deploymentId?: string;
			readonly served: DemoFlags;
			readonly options: Options;
			readonly isPrinting: boolean;
	  };

export type Surroundings = {
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly now: Micros;
	/** In which deplog was started; the working folder unless told. */
	readonly folder?: string;
	/** Whether standard output is a terminal. */
	readonly isTerminal: boolean;
	/** Whether that terminal has a screen to draw on; it has unless told. */
	readonly hasScreen?: boolean | undefined;
};

export const defaultBufferEntries = 1_000_000;

/** Arguments and environment → what is to be done, or a sentence that says why it cannot be. */
export async function readCommand(
	argv: readonly string[],
	surroundings: Surroundings,
): Promise<Command> {
	try {
		const {words, flags} = parseFlags(argv);
		return await readWords(words, flags, surroundings);
	} catch (error) {
		if (error instanceof UsageError) {
			return {kind: 'refused', reason: withoutTokens(error.message)};
		}

		throw error;
	}
}

async function readWords(
	words: readonly string[],
	flags: Flags,
	surroundings: Surroundings,
): Promise<Command> {
	if (flags.help) {
		return {kind: 'help'};
	}

	if (flags.version) {
		return {kind: 'version'};
	}

	const [word = '', ...others] = words;
	if (word === 'config' && others.length === 0) {
		return {kind: 'config', lines: describeConfig(flags, surroundings)};
	}

	if (word === 'serve') {
		return {kind: 'serve', options: readServe(others, flags)};
	}

	refuseServerFlags(flags);
	if (word === 'open') {
		throw new UsageError(
			`deplog ${word} is not there yet. What is: deplog <deployment>, deplog demo and deplog serve.`,
		);
	}

	// Read before anything is said of the number of words: one of them may be a token.
	const named = words.map((one) => (one === '' ? {} : readNamed(one)));
	if (others.length > (word === 'demo' ? 1 : 0)) {
		throw new UsageError(
			`deplog shows one deployment at a time. Leave out ${others.join(' ')}.`,
		);
	}

	const {isTerminal, hasScreen = true} = surroundings;
	const isPrinting = flags.print || !isTerminal || !hasScreen;
	const options = await readOptions(flags, surroundings, isPrinting);
	if (word === 'demo') {
		return readDemo(named[1]?.id, flags, {options, isPrinting});
	}

	refuseDemoFlags(flags);
	return readDeployment(named[0] ?? {}, flags, {
		...surroundings,
		options,
		isPrinting,
	});
}

function refuseServerFlags({port, host}: Flags): void {
	if (port !== undefined || host !== undefined) {
		throw new UsageError(
			'--port and --host are for the server: deplog serve --port 8080',
		);
	}
}

function refuseDemoFlags(flags: Flags): void {
	const ofDemo = flags.history
		? '--history'
		: flags.v2
			? '--v2'
			: flags.redeployEvery === undefined
				? undefined
				: '--redeploy-every';
	if (ofDemo !== undefined) {
		throw new UsageError(
			`${ofDemo} is for the demo: deplog demo ${ofDemo}${flags.redeployEvery === undefined ? '' : ` ${flags.redeployEvery}`}`,
		);
	}
}

function readDemo(
	word: string | undefined,
	flags: Flags,
	given: {readonly options: Options; readonly isPrinting: boolean},
): Command {
	if (flags.apiUrl !== undefined || flags.tokenFile !== undefined) {
		throw new UsageError(
			'The demo brings a server of its own. Leave out --api-url and --token-file.',
		);
	}

	if (word !== undefined && flags.history) {
		throw new UsageError(
			`Leave out --history, or ${word}: the demo shows one deployment at a time.`,
		);
	}

	const name = flags.history ? 'history' : word;
	return {
		kind: 'demo',
		...(name !== undefined && {deploymentId: parseSimulated(name)}),
		served: readDemoFlags(flags),
		...given,
	};
}

function readDeployment(
	named: Named,
	flags: Flags,
	{
		options,
		isPrinting,
		...surroundings
	}: Surroundings & {
		readonly options: Options;
		readonly isPrinting: boolean;
	},
): Command {
	const {environment} = surroundings;
	const place = findPlace(flags, named, {
		environment,
		folder: surroundings.folder ?? process.cwd(),
	});
	const {url, version, isLoopback} = place;
	refuseOtherVersion(version, flags);
	const app = place.app?.value;
	const org = place.org?.value;
	const {project} = flags;
	if (named.id === undefined && (app ?? project) === undefined) {
		throw new UsageError(
			version === 1
				? 'Which deployment? Give its id, or its project with --project.'
				: 'Which deployment? Give a revision’s id or its address, or name an app: with --app, in deno.json as {"deploy": {"org": "…", "app": "…"}}, or in DENO_DEPLOY_APP.',
		);
	}

	const {token, warnings} = findToken(environment, flags.tokenFile);
	if (token === undefined && !isLoopback) {
		throw new UsageError(
			'There is no access token. Set DENO_DEPLOY_TOKEN, or name a file that holds one with --token-file. To look around without one: deplog demo',
		);
	}

	// A token of an organization says which one.
	if (
		version === 2 &&
		org === undefined &&
		!isLoopback &&
		token?.startsWith('ddo_') !== true
	) {
		throw new UsageError(
			'Which organization? A personal token needs it beside it. Name it with --org, in deno.json as {"deploy": {"org": "…"}}, or in DENO_DEPLOY_ORG.',
		);
	}

	const sought = {
		apiUrl: new URL(url),
		token,
		...(app !== undefined && {app}),
		...(org !== undefined && {org}),
		flags: [
			...(url === defaultApiUrl ? [] : ['--api-url', url]),
			...(org === undefined ? [] : ['--org', org]),
			...(app === undefined ? [] : ['--app', app]),
			...(flags.tokenFile === undefined
				? []
				: flags.tokenFile.startsWith('-')
					? [`--token-file=${flags.tokenFile}`]
					: ['--token-file', flags.tokenFile]),
			...(flags.insecure ? ['--insecure'] : []),
		],
	};
	const given = {options, isPrinting, warnings};
	return named.id === undefined
		? {
				kind: 'newest',
				sought: {
					...sought,
					...(project !== undefined && {project}),
					...(flags.app === undefined &&
						named.orRevision !== undefined && {orRevision: named.orRevision}),
				},
				...given,
			}
		: {
				kind: 'deployment',
				target: {...sought, deploymentId: named.id},
				...given,
			};
}

function refuseOtherVersion(version: 1 | 2, {app, org, project}: Flags): void {
	if (version === 2 && project !== undefined) {
		throw new UsageError(
			'--project is for version 1 of the API. Name an app with --app.',
		);
	}

	if (version === 1 && (app ?? org) !== undefined) {
		throw new UsageError(
			`--${app === undefined ? 'org' : 'app'} is for version 2 of the API, whose address ends in /v2. Give that with --api-url, or name a project with --project.`,
		);
	}
}

/** What is in force, and from where; never the token itself. */
function describeConfig(
	flags: Flags,
	{environment, folder = process.cwd()}: Surroundings,
): readonly string[] {
	const place = findPlace(flags, {}, {environment, folder});
	const {token, from} = findToken(environment, flags.tokenFile);
	const line = (name: string, found?: Found) =>
		`${name.padEnd(13)} ${found === undefined ? 'not set' : `${found.value}   (${found.from})`}`;
	return [
		line('API', {value: place.url, from: place.from}),
		...(place.version === 1
			? []
			: [line('organization', place.org), line('app', place.app)]),
		line(
			'token',
			token === undefined ? undefined : {value: 'set', from: from ?? ''},
		),
	];
}

async function readOptions(
	flags: Flags,
	{environment, now, isTerminal, hasScreen}: Surroundings,
	isPrinting: boolean,
): Promise<Options> {
	const {order = 'asc'} = flags;
	if (!isOrder(order)) {
		throw new UsageError('--order is asc (oldest first) or desc.');
	}

	if (flags.follow && (order === 'desc' || flags.until !== undefined)) {
		throw new UsageError(
			`--follow goes on for ever, oldest first. Leave it out, or leave out ${flags.until === undefined ? '--order desc' : '--until'}.`,
		);
	}

	if (flags.follow && flags.format === 'json') {
		throw new UsageError(
			'--format json prints one array, which --follow would never end. Give --format ndjson.',
		);
	}

	if (flags.format !== undefined && !isPrinting) {
		throw new UsageError('--format is for printing. Add --print.');
	}

	const timeZone = readTimeZone(flags.timeZone);
	return {
		filter: readFilter(flags),
		range: await readRange(flags, {now, timeZone}),
		order,
		limit: readLimit(flags),
		isFollowing: flags.follow,
		...readFormat(flags, {environment, isTerminal, hasScreen}),
		timeZone,
		hasBell: flags.bell,
		bufferEntries:
			flags.buffer === undefined
				? defaultBufferEntries
				: parseCount(flags.buffer, '--buffer', {least: 1000}),
	};
}

function readLimit({limit, follow}: Flags): number | undefined {
	if (limit === undefined) {
		return undefined;
	}

	const count = parseCount(limit, '--limit', {least: 0});
	if (count === 0 && !follow) {
		throw new UsageError(
			'--limit 0 prints nothing. Give a larger one, or add --follow for live entries alone.',
		);
	}

	return count;
}
