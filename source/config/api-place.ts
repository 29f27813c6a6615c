import {readFileSync} from 'node:fs';
import path from 'node:path';
import {parse, type ParseError} from 'jsonc-parser';
import {cutSlashes} from '../base/cut-slashes.ts';
import {isName, type Named} from './deployment-argument.ts';
import {type Flags} from './flag-table.ts';
import {ownTarget, type OwnTarget} from './settings/own-target.ts';
import {type SettingsFile} from './settings/settings.ts';
import {UsageError} from './usage-error.ts';

/** Where a deployment is looked for, and from where that is known. */
export type ApiPlace = Address & {
	readonly from: string;
	readonly org?: Found;
	readonly app?: Found;
};

export const defaultApiUrl = 'https://console.deno.com/api/v2';

type Address = {
	/** With the version as its last path segment, without a slash behind it. */
	readonly url: string;
	readonly version: 1 | 2;
	readonly isLoopback: boolean;
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

/** Where the API is. `source` is the name under which people know the text: a flag or a variable. */
function parseAddress(
	text: string,
	source: string,
	{isInsecure}: {readonly isInsecure: boolean},
): Address {
	const url = parseUrl(text, source);
	if (url.username !== '' || url.password !== '') {
		throw new UsageError(
			`${source} holds a user name or a password. Leave it out, and put the access token into DENO_DEPLOY_TOKEN.`,
		);
	}

	if (url.search !== '' || url.hash !== '') {
		throw new UsageError(
			`${source} has something behind the path (? or #). Give the base of the API, such as ${defaultApiUrl}.`,
		);
	}

	const isLoopback = isLoopbackHost(url.hostname);
	if (url.protocol === 'http:' && !isLoopback && !isInsecure) {
		throw new UsageError(
			`${source} is http: to another machine, so anyone on the way could read the token. Use https:, or add --insecure if you trust the network.`,
		);
	}

	return {...readVersion(url, source), isLoopback};
}

function parseUrl(text: string, source: string): URL {
	const address = text.trim();
	if (/^https?:\/\//iv.test(address) && URL.canParse(address)) {
		return new URL(address);
	}

	throw new UsageError(
		`${source} is no address that deplog can use. Give one with http: or https:, such as ${defaultApiUrl}.`,
	);
}

function readVersion(
	url: URL,
	source: string,
): Pick<Address, 'url' | 'version'> {
	const path = cutSlashes(url.pathname);
	const version = /\/v(\d+)$/iv.exec(path)?.[1];
	if (version === undefined) {
		return {url: `${url.origin}${path}/v1`, version: 1};
	}

	if (version === '1' || version === '2') {
		return {url: `${url.origin}${path}`, version: version === '1' ? 1 : 2};
	}

	throw new UsageError(
		`${source} asks for version ${version} of the API, which deplog does not know. Give the address of a version 1 or 2.`,
	);
}

/** The URL parser has made every spelling of an IPv4 address into four numbers. */
function isLoopbackHost(hostname: string): boolean {
	return (
		hostname === 'localhost' ||
		hostname === '[::1]' ||
		/^127(?:\.\d+){3}$/v.test(hostname)
	);
}

/** Reads `deploy` of the nearest `deno.json` or `deno.jsonc`, from a folder upwards; what a member of a workspace leaves open, the workspace's root says. */
export function findProjectFile(folder: string): ProjectFile {
	let found: ProjectFile = {};
	let isInProject = false;
	for (let at = path.resolve(folder); ; at = path.dirname(at)) {
		const file = readFirst(at);
		// Above a project only the root of its workspace counts.
		if (file !== undefined && (!isInProject || 'workspace' in file.value)) {
			isInProject = true;
			found = {...readDeploy(file), ...found};
		}

		if (
			(found.app !== undefined && found.org !== undefined) ||
			at === path.dirname(at)
		) {
			return found;
		}
	}
}

/** What a name was found to be, and where. */
export type Found = {readonly value: string; readonly from: string};

/** What `deno.json` says of where its folder is deployed. */
type ProjectFile = {readonly app?: Found; readonly org?: Found};

const names = ['deno.json', 'deno.jsonc'];

type File = {
	readonly path: string;
	readonly value: Readonly<Record<string, unknown>>;
};

function readFirst(folder: string): File | undefined {
	for (const name of names) {
		const file = path.join(folder, name);
		const text = readText(file);
		if (text !== undefined) {
			return {path: file, value: parseFile(text, file)};
		}
	}

	return undefined;
}

/** Nothing where there is no such file, or none that may be read. */
function readText(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}

function parseFile(text: string, file: string): File['value'] {
	const errors: ParseError[] = [];
	const value: unknown = parse(text.replace(/^\uFEFF/v, ''), errors, {
		allowTrailingComma: true,
	});
	const [error] = errors;
	if (error !== undefined) {
		const line = text.slice(0, error.offset).split('\n').length;
		throw new UsageError(
			`${file} is no JSON: look at line ${line}. Mend it, or name the app with --app and the organization with --org.`,
		);
	}

	return isObject(value) ? value : {};
}

function readDeploy({path: file, value}: File): ProjectFile {
	const deploy = isObject(value['deploy']) ? value['deploy'] : {};
	const read = (name: 'app' | 'org') => {
		const text = deploy[name];
		return typeof text === 'string' && text.trim() !== ''
			? {[name]: {value: text.trim(), from: file}}
			: {};
	};

	return {...read('app'), ...read('org')};
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
