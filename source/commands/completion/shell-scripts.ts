import {type CommandRecord} from '../../config/command-record.ts';
import {commands} from '../../config/commands.ts';
import {
	type Flag,
	flagTable,
	flagName,
	type FlagName,
} from '../../config/flag-table.ts';
import {helpOf} from '../../config/help.ts';

/** The completion for bash; without its package of completions, too. */
export function writeBash(
	commands: readonly CompletedCommand[],
	targets: readonly string[],
): string {
	const names = commands.map(({name}) => name).filter((name) => name !== '');
	const cases = commands.map(
		({name, flags, offers}) => `\t\t${name === '' ? '*' : name})
			flags=${quoteForBash(
				flags
					.flatMap((flag) => [flag.name, flag.short ?? []])
					.flat()
					.join(' '),
			)}
			words=${quoteForBash(name === '' ? [...names, ...targets].join(' ') : wordsOf(offers, targets))}
			files=${offers === 'files' ? '1' : ''}
			;;`,
	);
	const values = uniqueValues(commands).map(
		({pattern, isList, offers}) => `\t\t${pattern})
			${completeValue(offers, isList, targets)}
			;;`,
	);
	// The command that explores is whatever no other name is.
	const [explore = '', ...others] = cases;
	return `# bash completion for deplog
# Files (f) or folders (d) by the beginning of their names, whatever they hold; of a name with a colon bash takes what is behind it.
_deplog_files() {
	local lead="" word="$2" name
	if [[ $COMP_WORDBREAKS == *:* && $COMP_CWORD -gt 2 ]]; then
		if [[ \${COMP_WORDS[COMP_CWORD]} == ":" ]]; then
			lead="\${COMP_WORDS[COMP_CWORD-1]}:"; word=""
		elif [[ \${COMP_WORDS[COMP_CWORD-1]} == ":" ]]; then
			lead="\${COMP_WORDS[COMP_CWORD-2]}:"
		fi
	fi
	while IFS= read -r name; do
		COMPREPLY+=("\${name#"$lead"}")
	done < <(compgen "-$1" -- "$lead$word")
}
_deplog() {
	local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
	local command="" index flags words files
	COMPREPLY=()
	# A value behind an equals sign is three words for bash.
	if [[ $before == "=" ]]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
	if [[ $word == "=" ]]; then word=""; fi
	for ((index = 1; index < COMP_CWORD; index++)); do
		case "\${COMP_WORDS[index]}" in ${names.join('|')}) command="\${COMP_WORDS[index]}"; break;; esac
	done
	case "$command:$before" in
${values.join('\n')}
	esac
	case "$command" in
${[...others, explore].join('\n')}
	esac
	if [[ $word == -* ]]; then
		COMPREPLY=($(compgen -W "$flags" -- "$word"))
	else
		COMPREPLY=($(compgen -W "$words" -- "$word"))
		if [[ -n $files ]]; then _deplog_files f "$word"; fi
	fi
}
complete -o filenames -F _deplog deplog
`;
}

function completeValue(
	offers: Offers | undefined,
	isList: boolean,
	targets: readonly string[],
): string {
	if (offers === 'files' || offers === 'folders') {
		return `_deplog_files ${offers === 'files' ? 'f' : 'd'} "$word"; return`;
	}

	const words = quoteForBash(wordsOf(offers, targets));
	return isList
		? `local head=""; if [[ $word == *,* ]]; then head="\${word%,*},"; head="\${head#[\\"\\']}"; fi
			COMPREPLY=($(compgen -P "$head" -W ${words} -- "\${word##*,}")); compopt -o nospace 2>/dev/null; return`
		: `COMPREPLY=($(compgen -W ${words} -- "$word")); return`;
}

/** Flags that take a value: those first that one command takes fewer values of. */
function uniqueValues(commands: readonly CompletedCommand[]) {
	const flags = new Map(
		commands.flatMap((command) =>
			command.flags
				.filter(({takesValue}) => takesValue)
				.map((flag) => {
					const names = [flag.name, flag.short ?? []].flat();
					const prefix = flag.isOwn ? command.name : '*';
					return [
						names.map((name) => `${prefix}:${name}`).join('|'),
						flag,
					] as const;
				}),
		),
	);
	return [...flags]
		.map(([pattern, flag]) => ({pattern, ...flag}))
		.toSorted((a, b) => Number(b.isOwn) - Number(a.isOwn));
}

function wordsOf(
	offers: Offers | undefined,
	targets: readonly string[],
): string {
	return offers === 'targets'
		? targets.join(' ')
		: Array.isArray(offers)
			? offers.join(' ')
			: '';
}

/** In single quotes, whatever it holds. */
function quoteForBash(text: string): string {
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The completion for zsh, for a file `_deplog` in a folder of `$fpath`, or to be evaluated. */
export function writeZsh(
	commands: readonly CompletedCommand[],
	targets: readonly string[],
): string {
	const [explore, ...others] = commands;
	return `#compdef deplog
_deplog() {
	local curcontext="$curcontext" state line
	local -i index
	local command=""
	for ((index = 2; index < CURRENT; index++)); do
		case "\${words[index]}" in ${others.map(({name}) => name).join('|')}) command="\${words[index]}"; break;; esac
	done
	case "$command" in
${others.map((one) => commandCase(one, one.name, targets)).join('\n')}
${explore === undefined ? '' : exploreCase(explore, others, targets)}
	esac
}
if [[ $funcstack[1] == _deplog ]]; then _deplog "$@"; else compdef _deplog deplog; fi
`;
}

function commandCase(
	{flags, offers}: CompletedCommand,
	pattern: string,
	targets: readonly string[],
): string {
	return `\t\t${pattern})
			_arguments -s ${flags.map((flag) => argument(flag, targets)).join(' ')} '1:command:' '*:word:${action(offers, targets)}'
			;;`;
}

function exploreCase(
	{flags}: CompletedCommand,
	others: readonly CompletedCommand[],
	targets: readonly string[],
): string {
	const names = [
		...others.map(({name, help}) => `${name}:${help}`),
		...targets.map((name) => `${name}:a target`),
	].map((one) => quoteForZsh(one));
	return `\t\t*)
			_deplog_commands() {
				local -a offered
				offered=(${names.join(' ')})
				_describe command offered
			}
			_arguments -s ${flags.map((flag) => argument(flag, targets)).join(' ')} '*:command:_deplog_commands'
			;;`;
}

function argument(
	{name, short, help, takesValue, offers, isList}: CompletedFlag,
	targets: readonly string[],
): string {
	const text = `[${help.replaceAll(/[\[\]]/gv, String.raw`\$&`)}]${takesValue ? `:value:${isList && Array.isArray(offers) ? `_values -s , value ${offers.join(' ')}` : action(offers, targets)}` : ''}`;
	const value = takesValue ? '=' : '';
	return short === undefined
		? quoteForZsh(`${name}${value}${text}`)
		: `${quoteForZsh(`(${name} ${short})`)}{${name}${value},${short}${takesValue ? '+' : ''}}${quoteForZsh(text)}`;
}

function action(
	offers: Offers | undefined,
	targets: readonly string[],
): string {
	switch (offers) {
		case undefined: {
			return '';
		}

		case 'files': {
			return '_files';
		}

		case 'folders': {
			return '_files -/';
		}

		case 'targets': {
			return `(${targets.join(' ')})`;
		}

		default: {
			return `(${offers.join(' ')})`;
		}
	}
}

/** In single quotes, whatever it holds. */
function quoteForZsh(text: string): string {
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The completion for fish. */
export function writeFish(
	commands: readonly CompletedCommand[],
	targets: readonly string[],
): string {
	const [explore, ...others] = commands;
	const names = others.map(({name}) => name).join(' ');
	const isNone = `not __fish_seen_subcommand_from ${names}`;
	return [
		'# fish completion for deplog',
		'complete -c deplog -f',
		...others.map(
			({name, help}) =>
				`complete -c deplog -n ${quoteForFish(isNone)} -a ${name} -d ${quoteForFish(help)}`,
		),
		...(targets.length === 0
			? []
			: [
					`complete -c deplog -n ${quoteForFish(isNone)} -a ${quoteForFish(targets.join(' '))} -d 'a target'`,
				]),
		...(explore === undefined
			? []
			: explore.flags.map((flag) => flagLine(flag, isNone, targets))),
		...others.flatMap(({name, flags, offers}) => {
			const isThis = `__fish_seen_subcommand_from ${name}`;
			return [
				...flags.map((flag) => flagLine(flag, isThis, targets)),
				...(offers === undefined
					? []
					: offers === 'files' || offers === 'folders'
						? [`complete -c deplog -n ${quoteForFish(isThis)} -F`]
						: [
								`complete -c deplog -n ${quoteForFish(isThis)} -a ${quoteForFish((offers === 'targets' ? targets : offers).join(' '))}`,
							]),
			];
		}),
		'',
	].join('\n');
}

function flagLine(
	{name, short, help, takesValue, offers, isList}: CompletedFlag,
	condition: string,
	targets: readonly string[],
): string {
	const words =
		offers === undefined || offers === 'files' || offers === 'folders'
			? undefined
			: offers === 'targets'
				? targets
				: offers;
	return [
		`complete -c deplog -n ${quoteForFish(condition)} -l ${name.slice(2)}`,
		...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
		...(takesValue
			? [offers === 'files' || offers === 'folders' ? '-r -F' : '-x']
			: []),
		...(words === undefined
			? []
			: [
					`-a ${isList ? quoteForFish(`(__fish_append , ${words.join(' ')})`) : quoteForFish(words.join(' '))}`,
				]),
		`-d ${quoteForFish(help)}`,
	].join(' ');
}

function quoteForFish(text: string): string {
	return `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}

/** What is offered for a word: these, the user's targets, files, folders, or nothing that is known. */
type Offers = readonly string[] | 'files' | 'folders' | 'targets';

type CompletedFlag = {
	/** `--level` */
	readonly name: string;
	/** `-q` */
	readonly short?: string;
	readonly help: string;
	readonly takesValue: boolean;
	readonly offers?: Offers;
	/** Whether the command takes other values than the rest. */
	readonly isOwn: boolean;
	/** Several with commas. */
	readonly isList: boolean;
};

type CompletedCommand = {
	/** Empty for the one that is meant where none is named. */
	readonly name: string;
	readonly help: string;
	readonly flags: readonly CompletedFlag[];
	readonly offers?: Offers;
};

/** All that a shell completes, from the records of commands and flags. */
export function listCompleted(): readonly CompletedCommand[] {
	return commands.map((command) => ({
		name: command.name,
		help: command.usage[0]?.help ?? '',
		flags: command.flags.map((name) => describeFlag(command, name)),
		...(command.offers !== undefined && {offers: command.offers}),
	}));
}

function describeFlag(
	command: CommandRecord<unknown>,
	name: FlagName,
): CompletedFlag {
	const flag: Flag = flagTable[name];
	const own = command.takes?.[name];
	const offers = own ?? flag.offers;
	return {
		name: flagName(name),
		...(flag.shortFlag !== undefined && {short: `-${flag.shortFlag}`}),
		help: helpOf(command, name),
		takesValue: flag.type === 'string',
		...(offers !== undefined && {offers}),
		isOwn: own !== undefined,
		isList: name === 'level' || name === 'region',
	};
}
