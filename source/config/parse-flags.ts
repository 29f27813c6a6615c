import meow from 'meow';
import {looksLikeToken} from '../log/token.ts';
import {flagTable} from './flag-table.ts';
import {flagName, type Flags, flags as known} from './flags.ts';
import {nearestName, UsageError} from './usage-error.ts';
import {tokenAdvice} from './token.ts';

/** Cuts the arguments into words and flags; what the flags hold is not looked at yet. */
export function parseFlags(argv: readonly string[]): {
	readonly words: readonly string[];
	readonly flags: Flags;
} {
	refuseOddFlags(argv);
	const {input, flags} = refuseDoubles(() =>
		meow({
			importMeta: import.meta,
			argv: [...argv],
			flags: flagTable,
			autoHelp: false,
			autoVersion: false,
			// The name is for the process's title; given here, no file is looked for.
			pkg: {name: 'deplog'},
		}),
	);
	if ('token' in flags) {
		throw new UsageError(tokenAdvice);
	}

	for (const [name, value] of Object.entries(flags)) {
		const flag = known.get(name);
		if (flag === undefined) {
			throw unknownFlag(name);
		}

		const values: readonly unknown[] = Array.isArray(value) ? value : [value];
		// The compiler is told types that nobody has looked at.
		if (values.some((one) => typeof one !== flag.type)) {
			throw new UsageError(
				`${flagName(name)} is not given like that. Write it once${flag.example === undefined ? '' : `, such as ${flagName(name)}=${flag.example}`}.`,
			);
		}

		if (flag.type === 'string' && values.includes('')) {
			throw new UsageError(
				`${flagName(name)} needs a value, such as ${flagName(name)}=${flag.example ?? '…'}.`,
			);
		}
	}

	return {words: input, flags};
}

/** Whether somebody typed a flag: of those that nobody did, meow says the defaults. */
export function isGiven(name: string, value: unknown): boolean {
	return Array.isArray(value)
		? value.length > 0
		: value !== known.get(name)?.default;
}

/** Meow throws for a flag that is given twice, in words that are nearly ours. */
function refuseDoubles<Result>(parse: () => Result): Result {
	try {
		return parse();
	} catch (error) {
		const name = /The flag --(\w+) can only be set once/v.exec(
			String(error),
		)?.[1];
		throw name === undefined
			? error
			: new UsageError(
					`${flagName(name)} is given twice. Leave one of them out.`,
				);
	}
}

function unknownFlag(name: string): UsageError {
	if (looksLikeToken(name)) {
		return new UsageError(tokenAdvice);
	}

	const nearest = nearestName(name, [...known.keys()]);
	const advice =
		nearest === undefined
			? 'See deplog --help for those there are.'
			: `Did you mean ${flagName(nearest)}?`;
	return new UsageError(`There is no flag ${flagName(name)}. ${advice}`);
}

/** Refuses what the reader of arguments would make something else of: dots in a flag's name, `--no-` before one that takes a value, a value for one that takes none, three dashes. */
function refuseOddFlags(argv: readonly string[]): void {
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
