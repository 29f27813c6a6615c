import {type CommandRecord} from '../command-record.ts';
import {type FlagName, flagsOf} from '../flag-table.ts';
import {type Options, readOptions} from '../options.ts';
import {UsageError} from '../usage-error.ts';

/** What `deplog open` is asked for. */
export type Open = {
	readonly kind: 'open';
	/** `-` is standard input. */
	readonly files: readonly string[];
	readonly options: Options;
	readonly isPrinting: boolean;
};

/** What only a deployment has. */
const ofDeployments: ReadonlySet<FlagName> = new Set([
	'build',
	'details',
	'followLatest',
	'record',
	'rotate',
]);

function noDeployment(what: string): string {
	return `A file has no ${what}. Leave the flag out, or name a deployment instead of a file.`;
}

/** `deplog open <file…>`: explores or prints saved logs. */
export const open = {
	name: 'open',
	usage: [{words: '<file…>', help: 'saved logs; - for standard input'}],
	details:
		'It reads what deplog saves and records, JSON lines and arrays (Deno Deploy, pino, bunyan, winston, zap, Elastic, Google Cloud, OTLP, Docker, wrangler tail), syslog, access logs, logfmt and text, also packed as .gz. Several files are merged by time, and one that grows is followed.',
	flags: flagsOf('entries', 'printing', 'general').filter(
		(name) => !ofDeployments.has(name),
	),
	refuses: {
		build: noDeployment('build log'),
		details: noDeployment('details'),
		followLatest: noDeployment('newer deployment'),
		record:
			'--record keeps what an API streams. A file is kept already; print it to another: deplog open app.log --print --since 2000-01-01 > other.ndjson',
	},
	offers: 'files',
	async read({words, flags, surroundings}) {
		if (words.length === 0) {
			throw new UsageError(askForFile('open'));
		}

		checkFileNames(words, 'open');
		return {
			kind: 'open',
			files: words,
			...(await readOptions(flags, surroundings)),
		};
	},
} as const satisfies CommandRecord<Open>;

/** Refuses names that no file can have, and standard input named twice. */
export function checkFileNames(
	files: readonly string[],
	command: 'open' | 'serve',
): void {
	if (files.includes('')) {
		throw new UsageError(askForFile(command));
	}

	if (files.filter((file) => file === '-').length > 1) {
		throw new UsageError('Standard input can be read once. Leave out a -.');
	}
}

function askForFile(command: string): string {
	return `Which file? Name one or more: deplog ${command} app.log. For standard input: deplog ${command} -`;
}
