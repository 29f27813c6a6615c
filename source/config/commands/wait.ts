import {parseDuration} from '../../log/duration.ts';
import {type CommandRecord, type Given} from '../command-record.ts';
import {type Named} from '../deployment-argument.ts';
import {flagsOf} from '../flag-table.ts';
import {readOptions} from '../options.ts';
import {readTarget, type Shown} from '../target.ts';
import {UsageError} from '../usage-error.ts';
import {joinWords, readWord} from './explore.ts';

/** `deplog wait <deployment>`: follows a build to its end. */
export const wait = {
	name: 'wait',
	usage: [
		{
			words: '<deployment>',
			help: 'follow a build to its end: exit code 0 or 1',
		},
	],
	details:
		'The exit code is 0 when the build succeeds or is skipped, 1 when it fails, is cancelled or times out, with the lines that say why. Without a deployment it takes what deno deploy --json prints, from a pipe, else the newest of this folder’s app. In GitHub’s and GitLab’s pipelines it prints plain lines, and errors as they show them.',
	flags: [
		'untilQuiet',
		'build',
		...flagsOf('api'),
		'timeZone',
		'bell',
		'color',
		'help',
		'version',
	],
	says: {build: 'also print every line of the build'},
	offers: 'targets',
	async read({words, flags, surroundings}) {
		const quietMilliseconds = readQuiet(flags.untilQuiet);
		const named = await readWords(words, surroundings, flags);
		const {environment, isTerminal, hasScreen = true} = surroundings;
		const {
			options: {hasColors, hasBell, timeZone},
		} = await readOptions({...flags, print: true}, surroundings);
		return {
			kind: 'wait',
			shown: readTarget(named, flags, surroundings, {canAsk: false}),
			options: {
				isUpdating: isTerminal && hasScreen,
				hasColors,
				mayColor: flags.color && (environment['NO_COLOR'] ?? '') === '',
				isTellingLines: flags.build,
				hasBell: hasBell && isTerminal,
				timeZone,
				...(quietMilliseconds !== undefined && {quietMilliseconds}),
			},
		};
	},
} as const satisfies CommandRecord<Wait>;

export type WaitOptions = {
	/** A screen shows one line that is written again and again. */
	readonly isUpdating: boolean;
	readonly hasColors: boolean;
	/** Whether colors are wanted where somebody shows them who is no terminal. */
	readonly mayColor: boolean;
	/** Every line of the build is told. */
	readonly isTellingLines: boolean;
	readonly hasBell: boolean;
	/** `local`, `utc` or an IANA name. */
	readonly timeZone: string;
	/** For how long the logs are watched for new errors; not at all where absent. */
	readonly quietMilliseconds?: number;
};

type Wait = {
	readonly kind: 'wait';
	readonly shown: Shown;
	readonly options: WaitOptions;
};

/** What is named; else what is piped in, where something is. */
async function readWords(
	words: readonly string[],
	surroundings: Given['surroundings'],
	{app, project}: Given['flags'],
): Promise<Named> {
	const [word] = words;
	if (word !== undefined && word !== '' && word !== '-') {
		const named = words.map((one) => readWord(one, surroundings));
		return joinWords(named, words);
	}

	if (word !== '-' && (app ?? project) !== undefined) {
		return {};
	}

	const text = (await surroundings.readInput?.()) ?? '';
	if (text.trim() !== '') {
		return readDeployOutput(text);
	}

	if (word === '-') {
		throw new UsageError(
			'Nothing came on standard input. Pipe in what deno deploy --json prints, or name a deployment.',
		);
	}

	return {};
}

function readQuiet(text: string | undefined): number | undefined {
	if (text === undefined) {
		return undefined;
	}

	const milliseconds = (parseDuration(text) ?? 0) / 1000;
	if (milliseconds < 1000) {
		throw new UsageError(
			`--until-quiet is a time of at least 1s, such as 30s or 5m, not ${text}.`,
		);
	}

	return milliseconds;
}

/** What `deno deploy --json` printed → the revision that it names. Other lines may stand around the object. */
function readDeployOutput(text: string): Named {
	for (const one of candidates(text)) {
		const named = readObject(one);
		if (named !== undefined) {
			return named;
		}
	}

	throw new UsageError(
		'What came on standard input names no revision. It is to be what deno deploy --json prints: {"org": "…", "app": "…", "revisionId": "…"}. Else name a deployment: deplog wait <deployment>',
	);
}

/** The whole of it, what stands between the outermost braces, and, the last one first, each line and each object that begins and ends in lines of their own. */
function candidates(text: string): readonly string[] {
	const [from, to] = [text.indexOf('{'), text.lastIndexOf('}')];
	const lines = text.split('\n');
	const parts: string[] = [];
	let begin: number | undefined;
	for (const [index, line] of lines.entries()) {
		begin = line.startsWith('{') ? index : begin;
		parts.push(line);
		if (begin !== undefined && line.startsWith('}')) {
			parts.push(`${lines.slice(begin, index).join('\n')}}`);
			begin = undefined;
		}
	}

	return [
		text,
		...(from === -1 || to < from ? [] : [text.slice(from, to + 1)]),
		...parts.toReversed(),
	];
}

function readObject(text: string): Named | undefined {
	const value = parse(text);
	if (typeof value !== 'object' || value === null) {
		return undefined;
	}

	const members = new Map<string, unknown>(Object.entries(value));
	const id = readName(members.get('revisionId'));
	const app = readName(members.get('app'));
	const org = readName(members.get('org'));
	return id === undefined
		? undefined
		: {
				id,
				...(app !== undefined && {app}),
				...(org !== undefined && {org}),
			};
}

/** Nothing else is an id or a slug. */
function readName(value: unknown): string | undefined {
	return typeof value === 'string' && /^[\w.\-]{1,128}$/v.test(value)
		? value
		: undefined;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
