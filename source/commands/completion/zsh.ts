import {
	type CompletedCommand,
	type CompletedFlag,
	type Offers,
} from './command-words.ts';

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
		if [[ \${words[index]} != -* ]]; then command="\${words[index]}"; break; fi
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
	].map((one) => quote(one));
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
		? quote(`${name}${value}${text}`)
		: `${quote(`(${name} ${short})`)}{${name}${value},${short}${takesValue ? '+' : ''}}${quote(text)}`;
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
function quote(text: string): string {
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
