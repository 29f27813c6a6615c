import process from 'node:process';
import {type Named} from '../deployment-argument.ts';
import {type Flags} from '../flag-table.ts';
import {UsageError} from '../usage-error.ts';
import {findToken, type FoundToken, readTokenText} from '../token.ts';
import {
	type NamedTarget,
	type SettingsFile,
	type TokenPlace,
} from './settings.ts';

/** A target of the user's file. */
export type OwnTarget = NamedTarget & {
	readonly name: string;
	/** Where a key of it stands. */
	readonly placeOf: (key: string) => string;
};

export function ownTarget(
	{target: name}: Pick<Named, 'target'>,
	own: SettingsFile | undefined,
): OwnTarget | undefined {
	const target =
		name === undefined ? undefined : findOwn(own?.settings.targets, name);
	return name === undefined || target === undefined || own === undefined
		? undefined
		: {...target, name, placeOf: (key) => own.placeOf('targets', name, key)};
}

/** What a word names where it is a target of the user's file. */
export function readTargetName(
	word: string,
	own: SettingsFile | undefined,
): Named | undefined {
	const target = ownTarget({target: word}, own);
	return target === undefined
		? undefined
		: {
				target: word,
				...(target.deployment !== undefined && {id: target.deployment}),
			};
}

/** A target that names an address or a token uses its own and no other. */
export function hasOwnAccess({apiUrl, token}: NamedTarget): boolean {
	return apiUrl !== undefined || token !== undefined;
}

export function refuseOtherAccess(
	target: OwnTarget,
	{apiUrl, tokenFile}: Flags,
): void {
	const flag =
		apiUrl === undefined
			? tokenFile === undefined
				? undefined
				: '--token-file'
			: '--api-url';
	if (flag !== undefined && hasOwnAccess(target)) {
		throw new UsageError(
			`The target ${target.name} has an address or a token of its own, and uses no other. Leave out ${flag}.`,
		);
	}
}

/** Not what every object has, such as `constructor`. */
function findOwn<Value>(
	values: Readonly<Record<string, Value>> | undefined,
	name: string,
): Value | undefined {
	return values !== undefined && Object.hasOwn(values, name)
		? values[name]
		: undefined;
}

/** In milliseconds: somebody may have to unlock something. */
const patience = 120_000;

/** The token that the user's file leads to. `place` is how people know that entry: `FILE:12 targets.prod.token`. */
export function readOwnToken(
	{variable, file, command}: TokenPlace,
	place: string,
	environment: Readonly<Record<string, string | undefined>>,
): FoundToken {
	if (variable !== undefined) {
		const token = readTokenText(environment[variable] ?? '', variable);
		if (token === '') {
			throw new UsageError(
				`The variable ${variable} (${place}) holds no token. Set it.`,
			);
		}

		return {token, source: {place: variable}, warnings: []};
	}

	return file === undefined
		? runCommand(command ?? [], place)
		: findToken({}, file);
}

function runCommand(
	[program = '', ...words]: readonly string[],
	place: string,
): FoundToken {
	// Few need it, and it takes a while to load.
	const {execFileSync} = process.getBuiltinModule('node:child_process');
	let output: string;
	try {
		output = execFileSync(program, words, {
			encoding: 'utf8',
			stdio: ['inherit', 'pipe', 'inherit'],
			timeout: patience,
			maxBuffer: 64 * 1024,
		});
	} catch (error) {
		throw new UsageError(
			`The command that gives the token failed: ${program} (${place}). Run it by itself to see why.`,
			{cause: error},
		);
	}

	const token = readTokenText(output, `the output of ${program}`);
	if (token === '') {
		throw new UsageError(
			`The command that gives the token printed nothing: ${program} (${place}).`,
		);
	}

	return {token, source: {place: `the command ${program}`}, warnings: []};
}
