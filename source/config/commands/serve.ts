import {type CommandRecord} from '../command-record.ts';
import {type Flags} from '../flag-table.ts';
import {readTimeZone} from '../output-flags.ts';
import {findToken} from '../token.ts';
import {UsageError} from '../usage-error.ts';
import {readDemoFlags} from './demo.ts';
import {checkFileNames} from './open.ts';

/** `deplog serve [file…]`: runs the embedded API server for others. */
export const serve = {
	name: 'serve',
	usage: [
		{
			words: '[file…]',
			help: 'an API server over these logs, or simulated ones',
		},
	],
	details:
		'It reads what deplog open reads, each file as a deployment of its own, and streams what is written to one while it is served; - is standard input. Of each the newest million entries are served.',
	flags: [
		'port',
		'host',
		'redeployEvery',
		'tokenFile',
		'timeZone',
		'help',
		'version',
	],
	says: {
		tokenFile: 'a file with the token that readers of the server must send',
	},
	offers: 'files',
	read: ({words, flags}) => ({kind: 'serve', options: readServe(words, flags)}),
} as const satisfies CommandRecord<Serve>;

type Serve = {readonly kind: 'serve'; readonly options: ServeOptions};

/** What `deplog serve` was told. */
export type ServeOptions = {
	/** Logs to serve, `-` for standard input; the simulated storefront where there are none. */
	readonly files: readonly string[];
	/** A free one where absent. */
	readonly port?: number;
	/** Where to listen; on the loopback address where absent. */
	readonly host?: string;
	readonly token?: string;
	/** In which times of the files are read that name none. */
	readonly timeZone: string;
	/** Milliseconds from one simulated deploy to the next. */
	readonly redeployEvery?: number;
	/** Sentences for people. */
	readonly warnings: readonly string[];
};

const highestPort = 65_535;

function readServe(files: readonly string[], flags: Flags): ServeOptions {
	checkFileNames(files, 'serve');
	const {redeployEvery} = readDemoFlags(flags);
	if (files.length > 0 && redeployEvery !== undefined) {
		throw new UsageError(
			'--redeploy-every is for the simulated deployments. Leave it out, or the files.',
		);
	}

	// A token of the environment is the user's own, for another server.
	const {token, warnings} = findToken({}, flags.tokenFile);
	return {
		files,
		port: readPort(flags.port),
		host: readHost(flags.host),
		token,
		timeZone: readTimeZone(flags.timeZone),
		redeployEvery,
		warnings,
	};
}

function readPort(text: string | undefined): number | undefined {
	const port = Number(text ?? 0);
	if (text !== undefined && (!/^\d+$/v.test(text) || port > highestPort)) {
		throw new UsageError(
			`--port is a number from 0 (any that is free) to ${highestPort}, not ${text}.`,
		);
	}

	return text === undefined ? undefined : port;
}

function readHost(text: string | undefined): string | undefined {
	if (text !== undefined && !/^[\w.:\-]+$/v.test(text)) {
		throw new UsageError(
			`--host is an address of this machine, such as 0.0.0.0 for all it has, not ${text}.`,
		);
	}

	return text;
}
