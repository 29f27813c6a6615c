import {flagName, flags as known} from './flags.ts';
import {UsageError} from './usage-error.ts';

/** Refuses what the reader of arguments would make something else of: dots in a flag's name, `--no-` before one that takes a value, a value for one that takes none, three dashes. */
export function refuseOddFlags(argv: readonly string[]): void {
	const end = argv.indexOf('--');
	for (const word of end === -1 ? argv : argv.slice(0, end)) {
		const equals = word.indexOf('=');
		const written = equals === -1 ? word : word.slice(0, equals);
		if (!written.startsWith('--')) {
			continue;
		}

		const name = written.slice(2);
		if (/^-|\./v.test(name)) {
			throw new UsageError(
				`There is no flag ${JSON.stringify(written)}. Flags have two dashes and no dots, such as --level=error.`,
			);
		}

		const value = equals === -1 ? undefined : word.slice(equals + 1);
		refuseNegated(name);
		refuseValue(name, value);
	}
}

function refuseNegated(name: string): void {
	const [, negated] = /^no-(.+)$/v.exec(name) ?? [];
	if (negated === undefined || negated === 'color') {
		return;
	}

	const flag = known.get(camelCase(negated));
	if (flag?.type !== 'boolean') {
		throw new UsageError(
			flag === undefined
				? `There is no flag --${name}. See deplog --help for those there are.`
				: `There is no flag --${name}. Leave ${flagName(camelCase(negated))} out instead.`,
		);
	}
}

function refuseValue(name: string, value: string | undefined): void {
	const flag = known.get(camelCase(name.replace(/^no-/v, '')));
	if (
		value !== undefined &&
		flag?.type === 'boolean' &&
		(name.startsWith('no-') || !/^(?:true|false)$/v.test(value))
	) {
		throw new UsageError(
			`--${name} takes no value. Leave out =${value.slice(0, 40)}.`,
		);
	}
}

/** `time-zone` → `timeZone`. */
function camelCase(name: string): string {
	return name.replaceAll(/-(.)/gsv, (_, letter: string) =>
		letter.toUpperCase(),
	);
}
