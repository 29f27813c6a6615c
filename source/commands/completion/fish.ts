import {type CompletedCommand, type CompletedFlag} from './command-words.ts';

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
				`complete -c deplog -n ${quote(isNone)} -a ${name} -d ${quote(help)}`,
		),
		...(targets.length === 0
			? []
			: [
					`complete -c deplog -n ${quote(isNone)} -a ${quote(targets.join(' '))} -d 'a target'`,
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
						? [`complete -c deplog -n ${quote(isThis)} -F`]
						: [
								`complete -c deplog -n ${quote(isThis)} -a ${quote((offers === 'targets' ? targets : offers).join(' '))}`,
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
		`complete -c deplog -n ${quote(condition)} -l ${name.slice(2)}`,
		...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
		...(takesValue
			? [offers === 'files' || offers === 'folders' ? '-r -F' : '-x']
			: []),
		...(words === undefined
			? []
			: [
					`-a ${isList ? quote(`(__fish_append , ${words.join(' ')})`) : quote(words.join(' '))}`,
				]),
		`-d ${quote(help)}`,
	].join(' ');
}

function quote(text: string): string {
	return `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}
