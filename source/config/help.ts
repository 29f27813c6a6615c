import {wrapWords} from '../text/cut.ts';
import {type CommandRecord} from './command-record.ts';
import {commandOf, commands} from './commands.ts';
import {
	type Flag,
	type FlagGroup,
	flagTable,
	flagName,
	type FlagName,
} from './flag-table.ts';

/** What `--help` prints: every command, and the flags of the one that explores. The readme shows the same text. */
export function describeAll(): string {
	return [
		'Usage',
		...commands.flatMap((command) => usageLines(command)),
		'',
		...flagLines(commandOf()),
	].join('\n');
}

/** What `--help` prints behind a command. */
export function describeCommand(name: string): string {
	const command = commandOf(name);
	return [
		'Usage',
		...usageLines(command),
		...(command.details === undefined
			? []
			: ['', ...wrapWords(command.details, width)]),
		'',
		...flagLines(command),
	].join('\n');
}

/** What follows the sentence that says what is wrong with the command line of a command. */
export function usageHint(name: string): string {
	const {usage} = commandOf(name);
	const words = usage.map((one) => `deplog ${name} ${one.words}`.trim());
	return name === ''
		? 'Usage: deplog <deployment>, or deplog demo. See deplog --help.'
		: `Usage: ${words.join(', or ')}. See deplog ${name} --help.`;
}

const headings: Readonly<Record<FlagGroup, string>> = {
	own: 'Its own',
	entries: 'Which entries',
	printing: 'Printing',
	api: 'The API',
	general: 'Other',
};

const flagGroups: readonly FlagGroup[] = [
	'own',
	'entries',
	'printing',
	'api',
	'general',
];

/** What a flag means for a command, in one sentence without its end. */
export function helpOf(
	{says}: Pick<CommandRecord<unknown>, 'says'>,
	name: FlagName,
): string {
	return says?.[name] ?? flagTable[name].help;
}

function usageLines({name, usage}: CommandRecord<unknown>): readonly string[] {
	return usage.flatMap(({words, help}) =>
		columns(
			['$ deplog', name, words].filter((word) => word !== '').join(' '),
			help,
			usageWidth,
		),
	);
}

function flagLines(command: CommandRecord<unknown>): readonly string[] {
	return flagGroups
		.map((group) => ({
			group,
			names: command.flags.filter((name) => flagTable[name].group === group),
		}))
		.filter(({names}) => names.length > 0)
		.flatMap(({group, names}, index) => [
			...(index === 0 ? [] : ['']),
			names.includes('print')
				? `${headings[group]}: with --print, or when standard output is no terminal`
				: headings[group],
			...names.flatMap((name) =>
				columns(flagWords(name), helpOf(command, name)),
			),
		]);
}

/** `-q, --query <text>` */
function flagWords(name: FlagName): string {
	const {shortFlag, value}: Flag = flagTable[name];
	return [
		shortFlag === undefined ? '' : `-${shortFlag}, `,
		flagName(name),
		value === undefined ? '' : ` <${value}>`,
	].join('');
}

const width = 80;
const leftWidth = 26;
const usageWidth = 31;

/** Two columns; a left one that is too long has a line of its own where both do not fit into one. */
function columns(
	left: string,
	right: string,
	leftCells = leftWidth,
): readonly string[] {
	const start = `  ${left}`;
	const isLong = start.length + 2 > leftCells;
	if (isLong && start.length + 2 + right.length <= width) {
		return [`${start}  ${right}`];
	}

	const [first = '', ...others] = wrapWords(right, width - leftCells);
	const further = others.map((line) => `${' '.repeat(leftCells)}${line}`);
	return isLong
		? [start, `${' '.repeat(leftCells)}${first}`, ...further]
		: [`${start.padEnd(leftCells)}${first}`, ...further];
}
