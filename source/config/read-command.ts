import {type Micros} from '../log/entry.ts';
import {type Filter, type Order} from '../log/query.ts';
import {withoutTokens} from '../log/token.ts';
import {type TimeRange} from '../log/time-range.ts';
import {defaultApiUrl, parseAddress} from './address.ts';
import {parseCount} from './count.ts';
import {
	type DemoFlags,
	parseSimulated,
	readDemoFlags,
} from './demo-argument.ts';
import {parseDeployment} from './deployment-argument.ts';
import {readFilter} from './filter-flags.ts';
import {type Flags, parseFlags} from './flags.ts';
import {
	type Format,
	isOrder,
	readFormat,
	readRange,
	readTimeZone,
} from './output-flags.ts';
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
	/** With its version: `https://api.deno.com/v1`. */
	readonly apiUrl: URL;
	readonly token?: string;
	/** Words by which another deplog finds the same API; never a token. */
	readonly flags: readonly string[];
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

	const [word, ...others] = words;
	if (word === undefined || word === '') {
		throw new UsageError('Which deployment? Give its id.');
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
	const ids = words.map((one) => parseDeployment(one));
	if (others.length > (word === 'demo' ? 1 : 0)) {
		throw new UsageError(
			`deplog shows one deployment at a time. Leave out ${others.join(' ')}.`,
		);
	}

	const {isTerminal, hasScreen = true} = surroundings;
	const isPrinting = flags.print || !isTerminal || !hasScreen;
	const options = await readOptions(flags, surroundings, isPrinting);
	if (word === 'demo') {
		return readDemo(ids[1], flags, {options, isPrinting});
	}

	refuseDemoFlags(flags);
	return readDeployment(ids[0] ?? word, flags, {
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
	deploymentId: string,
	flags: Flags,
	{
		environment,
		options,
		isPrinting,
	}: Surroundings & {
		readonly options: Options;
		readonly isPrinting: boolean;
	},
): Command {
	// One that is empty counts as not set.
	const fromEnvironment = /\S+/v.exec(environment['DEPLOG_API_URL'] ?? '')?.[0];
	const address = parseAddress(
		flags.apiUrl ?? fromEnvironment ?? defaultApiUrl,
		flags.apiUrl === undefined ? 'DEPLOG_API_URL' : '--api-url',
		{isInsecure: flags.insecure},
	);
	const {token, warnings} = findToken(environment, flags.tokenFile);
	if (token === undefined && !address.isLoopback) {
		throw new UsageError(
			'There is no access token. Set DENO_DEPLOY_TOKEN, or name a file that holds one with --token-file. To look around without one: deplog demo',
		);
	}

	return {
		kind: 'deployment',
		target: {
			deploymentId,
			apiUrl: new URL(address.url),
			token,
			flags: [
				...(address.url === defaultApiUrl ? [] : ['--api-url', address.url]),
				...(flags.tokenFile === undefined
					? []
					: flags.tokenFile.startsWith('-')
						? [`--token-file=${flags.tokenFile}`]
						: ['--token-file', flags.tokenFile]),
				...(flags.insecure ? ['--insecure'] : []),
			],
		},
		options,
		isPrinting,
		warnings,
	};
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
