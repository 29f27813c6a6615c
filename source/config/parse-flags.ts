import meow from 'meow';
import {looksLikeToken} from '../log/token.ts';
import {flagName, type Flags, flags as known, flagTable} from './flags.ts';
import {nearestName} from './nearest-name.ts';
import {refuseOddFlags} from './refuse-odd-flags.ts';
import {tokenAdvice} from './token.ts';
import {UsageError} from './usage-error.ts';

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

		if (flag.isReserved && isGiven(name, value)) {
			throw new UsageError(`${flagName(name)} is not there yet.`);
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

	const nearest = nearestName(
		name,
		[...known].flatMap(([one, {isReserved}]) => (isReserved ? [] : [one])),
	);
	const advice =
		nearest === undefined
			? 'See deplog --help for those there are.'
			: `Did you mean ${flagName(nearest)}?`;
	return new UsageError(`There is no flag ${flagName(name)}. ${advice}`);
}
