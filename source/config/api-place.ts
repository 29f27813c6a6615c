import {type Address, defaultApiUrl, parseAddress} from './address.ts';
import {isName, type Named} from './deployment-argument.ts';
import {type Flags} from './flags.ts';
import {findProjectFile, type Found, type ProjectFile} from './project-file.ts';
import {UsageError} from './usage-error.ts';

/** Where a deployment is looked for, and from where that is known. */
export type ApiPlace = Address & {
	readonly from: string;
	readonly org?: Found;
	readonly app?: Found;
};

/** Which API, organization and app are in force: what the flag says goes before the address that was given, that before `deno.json`, that before the environment. */
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
	}: {
		readonly environment: Readonly<Record<string, string | undefined>>;
		/** In which deplog was started. */
		readonly folder: string;
	},
): ApiPlace {
	const {text, from} = findAddress(apiUrl, environment);
	const address = parseAddress(text, from, {isInsecure: insecure});
	if (address.version === 1) {
		return {...address, from};
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
			flag === undefined
				? given === undefined
					? (file()[name] ??
						(set === undefined ? undefined : {value: set, from: variable}))
					: {value: given, from: 'the address'}
				: {value: flag, from: `--${name}`};
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
): {readonly text: string; readonly from: string} {
	const own = valueOf(environment, 'DEPLOG_API_URL');
	const endpoint = valueOf(environment, 'DENO_DEPLOY_ENDPOINT');
	return flag === undefined
		? own === undefined
			? endpoint === undefined
				? {text: defaultApiUrl, from: 'default'}
				: {
						text: `${endpoint.replace(/(?<!\/)\/+$/v, '')}/api/v2`,
						from: 'DENO_DEPLOY_ENDPOINT',
					}
			: {text: own, from: 'DEPLOG_API_URL'}
		: {text: flag, from: '--api-url'};
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
