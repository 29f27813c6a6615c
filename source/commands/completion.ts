import process from 'node:process';
import {type Completion} from '../config/commands/completion.ts';
import {readSettings} from '../config/settings/settings.ts';
import {commands} from '../config/commands.ts';
import {type CommandRecord} from '../config/command-record.ts';
import {
	type Flag,
	flagTable,
	flagName,
	type FlagName,
	flagNames,
} from '../config/flag-table.ts';
import {wrapWords} from '../text/cut.ts';
import {
	writeBash,
	listCompleted,
	writeFish,
	writeZsh,
} from './completion/shell-scripts.ts';

/** The completion for a shell, or the man page, as a text. */
export function complete(of: Completion['of']): string {
	const commands = listCompleted();
	switch (of) {
		case 'bash': {
			return writeBash(commands, ownTargets());
		}

		case 'zsh': {
			return writeZsh(commands, ownTargets());
		}

		case 'fish': {
			return writeFish(commands, ownTargets());
		}

		case 'man': {
			return writeMan();
		}
	}
}

/** Those whose names no shell takes for anything else. */
function ownTargets(): readonly string[] {
	return Object.keys(readSettings(process.env).settings.targets ?? {}).filter(
		(name) => /^[\w.\-]+$/v.test(name),
	);
}

/** The manual page, in mdoc. */
export function writeMan(): string {
	return [
		`.Dd ${date}`,
		'.Dt DEPLOG 1',
		'.Os',
		'.Sh NAME',
		'.Nm deplog',
		'.Nd terminal UI log explorer for one serverless deployment',
		'.Sh SYNOPSIS',
		...commands.flatMap(({name, usage}) =>
			usage.flatMap(({words}) => [
				'.Nm',
				...[name, ...words.split(' ')]
					.filter((word) => word !== '')
					.map((word) => `.Ar ${escape(word)}`),
			]),
		),
		'.Sh DESCRIPTION',
		escape(
			'deplog opens in a terminal and shows the details, the build log and the app logs of one deployment, past and live, as one timeline that is filtered by keystroke. It reads versions 1 and 2 of Deno Deploy’s API.',
		),
		'.Pp',
		'The commands:',
		'.Bl -tag -width Ds',
		...commands.flatMap((command) => commandLines(command)),
		'.El',
		'.Pp',
		'The options:',
		'.Bl -tag -width Ds',
		...flagNames.flatMap((name) => flagLines(name)),
		'.El',
		'.Sh ENVIRONMENT',
		'.Bl -tag -width Ds',
		...environment.flatMap(([name, help]) => [`.It Ev ${name}`, escape(help)]),
		'.El',
		'.Sh FILES',
		'.Bl -tag -width Ds',
		'.It Pa ~/.config/deplog/config.jsonc',
		'The settings: theme, time zone, keys, queries, targets.',
		'.It Pa ~/.local/state/deplog',
		'What was typed at the text prompt.',
		'.El',
		'.Sh EXIT STATUS',
		'.Bl -tag -width Ds',
		...exitCodes.flatMap(([code, help]) => [`.It ${code}`, escape(help)]),
		'.El',
		'.Sh EXAMPLES',
		...examples.flatMap(([help, line]) => [
			escape(help),
			`.Dl ${escape(line)}`,
			'.Pp',
		]),
		'',
	]
		.join('\n')
		.replace(/\.Pp\n$/v, '');
}

/** When what the page says of its own was changed last. */
const date = 'November 27, 2026';

const environment = [
	['DENO_DEPLOY_TOKEN', 'The access token; else DEPLOY_ACCESS_TOKEN.'],
	['DEPLOG_API_URL', 'The address of the API, with its version.'],
	['DENO_DEPLOY_ORG', 'The organization; DENO_DEPLOY_APP is the app.'],
	['NO_COLOR', 'No colors; FORCE_COLOR goes before it.'],
	['PAGER', 'Opens what is shown; else EDITOR.'],
] as const;

const exitCodes = [
	['0', 'It ended well.'],
	['1', 'The API or the network failed; wait: the build did.'],
	['2', 'The command line cannot be done, or there is no token.'],
	['3', 'Not authorized.'],
	['4', 'Not found.'],
	['129, 130, 143', 'Ended by SIGHUP, SIGINT, SIGTERM.'],
] as const;

const examples = [
	['Look around, without an account:', 'deplog demo'],
	[
		'The errors of the last hour, for other programs:',
		'deplog --since 1h --level error | jq .message',
	],
	[
		'Deploy, and wait for what comes of it:',
		'deno deploy --json | deplog wait --until-quiet 30s',
	],
] as const;

function commandLines({
	name,
	usage,
	details,
}: CommandRecord<unknown>): readonly string[] {
	return usage.flatMap(({words, help}, index) => [
		`.It Nm Ar ${escape([name, words].filter((word) => word !== '').join(' '))}`.replace(
			/ Ar $/v,
			'',
		),
		escape(sentence(help)),
		...(index === 0 && details !== undefined ? [escape(details)] : []),
	]);
}

function flagLines(name: FlagName): readonly string[] {
	const {shortFlag, value, help, details}: Flag = flagTable[name];
	const takers = commands
		.filter(({flags}) => flags.includes(name))
		.map((command) => command.name);
	return [
		`.It ${shortFlag === undefined ? '' : `Fl ${shortFlag} , `}Fl ${escape(flagName(name).slice(1))}${value === undefined ? '' : ` Ar ${escape(value)}`}`,
		escape(sentence(help)),
		...(details === undefined ? [] : [escape(details)]),
		...(takers.includes('')
			? []
			: [escape(`For deplog ${takers.join(', ')}.`)]),
	];
}

/** In bytes, as `mandoc -Tlint` wants it. */
const lineWidth = 76;

function sentence(text: string): string {
	return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

/** No word is taken for one of mdoc's, no sign for a command of roff, and each sentence begins a line. */
function escape(text: string): string {
	return text
		.replaceAll('\\', String.raw`\e`)
		.replaceAll('-', String.raw`\-`)
		.replaceAll('’', String.raw`\(cq`)
		.replaceAll('…', '...')
		.replaceAll(/(?<=[.!?]) (?=[A-Z])/gv, '\n')
		.split('\n')
		.flatMap((line) => wrapWords(line, lineWidth))
		.map((line) => (/^[.']/v.test(line) ? String.raw`\&${line}` : line))
		.join('\n');
}
