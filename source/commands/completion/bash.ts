import {type CompletedCommand, type Offers} from './command-words.ts';

/** The completion for bash; without its package of completions, too. */
export function writeBash(
	commands: readonly CompletedCommand[],
	targets: readonly string[],
): string {
	const names = commands.map(({name}) => name).filter((name) => name !== '');
	const cases = commands.map(
		({name, flags, offers}) => `\t\t${name === '' ? '*' : name})
			flags=${quote(
				flags
					.flatMap((flag) => [flag.name, flag.short ?? []])
					.flat()
					.join(' '),
			)}
			words=${quote(name === '' ? [...names, ...targets].join(' ') : wordsOf(offers, targets))}
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
		if [[ \${COMP_WORDS[index]} != -* ]]; then command="\${COMP_WORDS[index]}"; break; fi
	done
	case "$before" in
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

	const words = quote(wordsOf(offers, targets));
	return isList
		? `local head=""; if [[ $word == *,* ]]; then head="\${word%,*},"; fi
			COMPREPLY=($(compgen -P "$head" -W ${words} -- "\${word##*,}")); compopt -o nospace 2>/dev/null; return`
		: `COMPREPLY=($(compgen -W ${words} -- "$word")); return`;
}

/** Flags that take a value, whichever command they are of. */
function uniqueValues(commands: readonly CompletedCommand[]) {
	const flags = new Map(
		commands.flatMap((command) =>
			command.flags
				.filter(({takesValue}) => takesValue)
				.map((flag) => [flag.name, flag] as const),
		),
	);
	return [...flags.values()].map(({name, short, offers, isList}) => ({
		pattern: short === undefined ? name : `${name}|${short}`,
		offers,
		isList,
	}));
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
function quote(text: string): string {
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
