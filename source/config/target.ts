import process from 'node:process';
import {type TokenSource} from '../feeds/http/request.ts';
import {defaultApiUrl, type ApiPlace, findPlace} from './api-place.ts';
import {isName, type Named} from './deployment-argument.ts';
import {type Flags} from './flag-table.ts';
import {type Surroundings} from './command-record.ts';
import {
	hasOwnAccess,
	ownTarget,
	type OwnTarget,
	refuseOtherAccess,
	readOwnToken,
} from './settings/own-target.ts';
import {findToken, type FoundToken} from './token.ts';
import {UsageError} from './usage-error.ts';

/** Where a deployment is to be had. */
export type Target = {
	readonly deploymentId: string;
	/** With its version: `https://console.deno.com/api/v2`. */
	readonly apiUrl: URL;
	readonly token?: string;
	readonly tokenSource?: TokenSource;
	/** V2's app and organization, by their slugs, where they are known. */
	readonly app?: string;
	readonly org?: string;
	/** Words by which another deplog finds the same API; never a token. */
	readonly flags: readonly string[];
};

/** What is known of a deployment whose id the server has to tell. */
export type Sought = Omit<Target, 'deploymentId'> & {
	/** V1's project. */
	readonly project?: string;
	/** The app's name may be that of one of its revisions. */
	readonly orRevision?: {readonly app: string; readonly id: string};
};

/** What is shown, as far as the command line tells. */
export type Shown =
	| {
			readonly kind: 'deployment';
			readonly target: Target;
			/** Sentences for people. */
			readonly warnings: readonly string[];
	  }
	| {
			/** The newest deployment of an app or a project. */
			readonly kind: 'newest';
			readonly sought: Sought;
			readonly warnings: readonly string[];
	  }
	| {
			/** Nothing is named: it is chosen on the terminal. */
			readonly kind: 'choose';
			readonly place: Omit<Target, 'deploymentId'>;
			readonly warnings: readonly string[];
	  };

/** Where that which was named is to be had: flags, `deno.json`, the environment. */
export function readTarget(
	named: Named,
	flags: Flags,
	{environment, folder = process.cwd(), own}: Surroundings,
	{canAsk}: {readonly canAsk: boolean},
): Shown {
	const target = ownTarget(named, own);
	if (target !== undefined) {
		refuseOtherAccess(target, flags);
	}

	const place = findPlace(flags, named, {environment, folder, own});
	refuseOtherVersion(place.version, flags);
	const app = place.app?.value;
	const org = place.org?.value;
	const project = flags.project ?? target?.project;
	const isUnnamed = named.id === undefined && (app ?? project) === undefined;
	if (isUnnamed) {
		refuseUnnamed(place, canAsk);
	}

	const {token, source, warnings} = findTokenOf(target, flags, {
		environment,
		own,
	});
	refuseUnknownReader(place, token);
	const sought = {
		apiUrl: new URL(place.url),
		token,
		...(source !== undefined && {tokenSource: source}),
		...(app !== undefined && {app}),
		...(org !== undefined && {org}),
		flags: flagsOfPlace(place, flags, target),
	};
	if (isUnnamed) {
		return {kind: 'choose', place: sought, warnings};
	}

	return named.id === undefined
		? {
				kind: 'newest',
				sought: {
					...sought,
					...(project !== undefined && {project}),
					...(flags.app === undefined &&
						named.orRevision !== undefined && {orRevision: named.orRevision}),
				},
				warnings,
			}
		: {
				kind: 'deployment',
				target: {...sought, deploymentId: named.id},
				warnings,
			};
}

/** Where nothing is named it has to be asked for: on a terminal, and among the apps or projects of somebody. */
function refuseUnnamed({version, org}: ApiPlace, canAsk: boolean): void {
	if (canAsk && (version === 2 || org !== undefined)) {
		return;
	}

	throw new UsageError(
		version === 1
			? `Which deployment? Give its id, or its project with --project${canAsk ? ', or its organization with --org to choose one' : ''}.`
			: 'Which deployment? Give a revision’s id or its address, or name an app: with --app, in deno.json as {"deploy": {"org": "…", "app": "…"}}, or in DENO_DEPLOY_APP.',
	);
}

function refuseOtherVersion(version: 1 | 2, {app, project}: Flags): void {
	if (version === 2 && project !== undefined) {
		throw new UsageError(
			'--project is for version 1 of the API. Name an app with --app.',
		);
	}

	if (project !== undefined && !isName(project)) {
		throw new UsageError(
			`${JSON.stringify(project)} is no project’s id. Give it as it stands in the console’s address.`,
		);
	}

	// An organization is asked for its projects, by its id.
	if (version === 1 && app !== undefined) {
		throw new UsageError(
			'--app is for version 2 of the API, whose address ends in /v2. Give that with --api-url, or name a project with --project.',
		);
	}
}

/** The target's own token, and no other where it names an address or a token; else that of the environment, of the flag, of the user's file. */
function findTokenOf(
	target: OwnTarget | undefined,
	{tokenFile}: Flags,
	{environment, own}: Pick<Surroundings, 'environment' | 'own'>,
): FoundToken {
	if (target !== undefined && hasOwnAccess(target)) {
		return target.token === undefined
			? {warnings: []}
			: readOwnToken(target.token, target.placeOf('token'), environment);
	}

	const found = findToken(environment, tokenFile);
	const ofUser = own?.settings.token;
	return found.token === undefined && ofUser !== undefined
		? readOwnToken(ofUser, own?.placeOf('token') ?? '', environment)
		: found;
}

/** Words by which another deplog finds the same API; never a token. */
function flagsOfPlace(
	{url, org, app}: ApiPlace,
	{tokenFile, insecure, ...flags}: Flags,
	target: OwnTarget | undefined,
): readonly string[] {
	if (target !== undefined) {
		return [
			target.name,
			...(flags.org === undefined ? [] : ['--org', flags.org]),
			...(flags.app === undefined ? [] : ['--app', flags.app]),
			...(insecure ? ['--insecure'] : []),
		];
	}

	return [
		...(url === defaultApiUrl ? [] : ['--api-url', url]),
		...(org === undefined ? [] : ['--org', org.value]),
		...(app === undefined ? [] : ['--app', app.value]),
		...(tokenFile === undefined
			? []
			: tokenFile.startsWith('-')
				? [`--token-file=${tokenFile}`]
				: ['--token-file', tokenFile]),
		...(insecure ? ['--insecure'] : []),
	];
}

function refuseUnknownReader(
	{version, org, isLoopback}: ApiPlace,
	token: string | undefined,
): void {
	if (token === undefined && !isLoopback) {
		throw new UsageError(
			'There is no access token. Set DENO_DEPLOY_TOKEN, or name a file that holds one with --token-file. To look around without one: deplog demo',
		);
	}

	// A token of an organization says which one.
	if (
		version === 2 &&
		org === undefined &&
		!isLoopback &&
		token?.startsWith('ddo_') !== true
	) {
		throw new UsageError(
			'Which organization? A personal token needs it beside it. Name it with --org, in deno.json as {"deploy": {"org": "…"}}, or in DENO_DEPLOY_ORG.',
		);
	}
}
