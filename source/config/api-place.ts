import {cutSlashes} from '../base/cut-slashes.ts';
import {type Address, defaultApiUrl, parseAddress} from './address.ts';
import {isName, type Named} from './deployment-argument.ts';
import {type Flags} from './flags.ts';
import {findProjectFile, type Found, type ProjectFile} from './project-file.ts';
import {ownTarget, type OwnTarget} from './settings/own-target.ts';
import {type SettingsFile} from './settings/settings.ts';
import {UsageError} from './usage-error.ts';

/** Where a deployment is looked for, and from where that is known. */
export type ApiPlace = Address & {
	readonly from: string;
	readonly org?: Found;
	readonly app?: Found;
};

/** Which API, organization and app are in force: what the flag says goes before the address that was given, that before a target of the user's file, that before `deno.json`, that before the environment, that before the rest of the user's file. */
export function findPlace(
	{
		apiUrl,
		app,
		org,
		insecure,
	}: Pick<Flags, 'apiUrl' | 'app' | 'org' | 'insecure'>,
	named: Named,
	{
		environment,
		folder,
		own,
	}: {
		readonly environment: Readonly<Record<string, string | undefined>>;
		/** In which deplog was started. */
		readonly folder: string;
		/** The user's file. */
		readonly own?: SettingsFile;
	},
): ApiPlace {
	const target = ownTarget(named, own);
	const {text, from} = findAddress(apiUrl, environment, {target, own});
	const address = parseAddress(text, from, {isInsecure: insecure});
	if (address.version === 1) {
		return {
			...address,
			from,
			...(org !== undefined && {org: {value: org, from: '--org'}}),
		};
	}

	const file = once(() => findProjectFile(folder));
	const find = (
		name: 'app' | 'org',
		flag: string | undefined,
		variable: string,
	): Found | undefined => {
		const given = named[name];
		const set = valueOf(environment, variable);
		const found =
			asFound(flag, `--${name}`) ??
			asFound(given, 'the address') ??
			asFound(target?.[name], target?.placeOf(name) ?? '') ??
			file()[name] ??
			asFound(set, variable) ??
			asFound(own?.settings[name], own?.placeOf(name) ?? '');
		refuseOddName(name, found);
		return found;
	};

	const foundApp = find('app', app, 'DENO_DEPLOY_APP');
	const foundOrg = find('org', org, 'DENO_DEPLOY_ORG');
	return {
		...address,
		from,
		...(foundApp !== undefined && {app: foundApp}),
		...(foundOrg !== undefined && {org: foundOrg}),
	};
}

function asFound(value: string | undefined, from: string): Found | undefined {
	return value === undefined ? undefined : {value, from};
}

function refuseOddName(name: 'app' | 'org', found: Found | undefined): void {
	if (found !== undefined && !isName(found.value)) {
		throw new UsageError(
			`${JSON.stringify(found.value)} (${found.from}) is no ${name === 'app' ? 'app' : 'organization'}’s name. Give it as it stands in the console’s address.`,
		);
	}
}

function findAddress(
	flag: string | undefined,
	environment: Readonly<Record<string, string | undefined>>,
	{
		target,
		own,
	}: {
		readonly target: OwnTarget | undefined;
		readonly own: SettingsFile | undefined;
	},
): {readonly text: string; readonly from: string} {
	// A token of the target's own goes where the user's file says, whatever the environment says.
	const isOwn = target?.token !== undefined;
	const endpoint = valueOf(environment, 'DENO_DEPLOY_ENDPOINT');
	const found = asFound(flag, '--api-url') ??
		asFound(target?.apiUrl, target?.placeOf('apiUrl') ?? '') ??
		(isOwn
			? undefined
			: (asFound(valueOf(environment, 'DEPLOG_API_URL'), 'DEPLOG_API_URL') ??
				asFound(
					endpoint === undefined ? undefined : `${cutSlashes(endpoint)}/api/v2`,
					'DENO_DEPLOY_ENDPOINT',
				))) ??
		asFound(own?.settings.apiUrl, own?.placeOf('apiUrl') ?? '') ?? {
			value: defaultApiUrl,
			from: 'default',
		};
	return {text: found.value, from: found.from};
}

/** One that is empty counts as not set. */
function valueOf(
	environment: Readonly<Record<string, string | undefined>>,
	name: string,
): string | undefined {
	const value = environment[name]?.trim() ?? '';
	return value === '' ? undefined : value;
}

/** No file is read that is not needed. */
function once(read: () => ProjectFile): () => ProjectFile {
	let value: ProjectFile | undefined;
	return () => {
		value ??= read();
		return value;
	};
}
