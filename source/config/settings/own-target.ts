import {type Named} from '../deployment-argument.ts';
import {type Flags} from '../flags.ts';
import {UsageError} from '../usage-error.ts';
import {type NamedTarget, type SettingsFile} from './settings.ts';

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
