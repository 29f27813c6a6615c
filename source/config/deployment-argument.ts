import {looksLikeToken} from '../log/token.ts';
import {tokenAdvice} from './token.ts';
import {UsageError} from './usage-error.ts';

/** The deployment's id, or its app and organization, out of what was typed: an id, a console address, a domain. */
export function readNamed(word: string): Named {
	if (looksLikeToken(word)) {
		throw new UsageError(tokenAdvice);
	}

	return (
		readConsoleAddress(word) ??
		readDomain(word) ??
		readOther(word) ?? {id: readId(word)}
	);
}

/** What a word or an address names. */
export type Named = {
	/** A deployment's or a revision's id. */
	readonly id?: string;
	readonly app?: string;
	readonly org?: string;
	/** The name of a target of the user's file. */
	readonly target?: string;
	/** The domain is that of the app, or that of one of its revisions: which one, the server knows. */
	readonly orRevision?: {readonly app: string; readonly id: string};
};

/** `console.deno.com/<org>/<app>/builds/<revision>`, or less of it. */
function readConsoleAddress(word: string): Named | undefined {
	const [, org, app, id] =
		/^(?:https?:\/\/)?(?:console|app)\.deno\.com\/([\w\-]+)(?:\/([\w\-]+)(?:\/(?:builds|revisions|deployments)\/([\w\-]+))?(?:[\/?#].*)?)?\/?$/v.exec(
			word,
		) ?? [];
	if (org === undefined || org === 'api') {
		return undefined;
	}

	if (app === undefined) {
		throw new UsageError(
			`${word} is an organization's address; deplog wants an app of it. Give the address of an app, or: --org ${org} --app <app>`,
		);
	}

	return {org, app, ...(id !== undefined && {id})};
}

/** `<app>.<org>.deno.net`, and those of a branch (`<app>--<branch>`) and of a revision (`<app>-<revision>`). */
function readDomain(word: string): Named | undefined {
	const [, label, org] =
		/^(?:https?:\/\/)?([\w\-]+)\.([\w\-]+)\.deno\.net(?:[\/?#:].*)?$/v.exec(
			word.toLowerCase(),
		) ?? [];
	if (label === undefined || org === undefined) {
		return undefined;
	}

	const [, branchApp] = /^([a-z\d\-]+?)--/v.exec(label) ?? [];
	if (branchApp !== undefined) {
		return {org, app: branchApp};
	}

	const [, app, id] = /^([a-z\d\-]+)-([a-z\d]{6,})$/v.exec(label) ?? [];
	return {
		org,
		app: label,
		...(app !== undefined && id !== undefined && {orRevision: {app, id}}),
	};
}

/** An address that names a deployment, or the domain of a v1 deployment, which does not. */
function readOther(word: string): Named | undefined {
	const [, id] = /\/(?:deployments|revisions)\/([\w\-]+)/v.exec(word) ?? [];
	if (id !== undefined) {
		return {id};
	}

	const domain = /^(?:https?:\/\/)?([\w\-]+)\.deno\.(?:dev|net)\/?$/v.exec(
		word,
	)?.[1];
	if (domain === undefined) {
		return undefined;
	}

	// Such a domain is the project's name, a dash and the deployment's id.
	const guess = domain.split('-').at(-1) ?? domain;
	throw new UsageError(
		domain.includes('-')
			? `${word} is an app's address; deplog wants the deployment's id. That may be its last part: deplog ${guess}`
			: `${word} is an app's address; deplog wants the id of one of its deployments.`,
	);
}

/** Whether a word can stand alone in an address: `.` and `..` are places there, and a dash begins a flag. */
export function isName(word: string): boolean {
	return /^[\w.~:@][\w.~:@\-]*$/v.test(word) && /[a-z\d]/iv.test(word);
}

function readId(word: string): string {
	if (!isName(word)) {
		throw new UsageError(
			`${JSON.stringify(word)} is no deployment's id. Give the id alone, or an address that ends in /deployments/<id>.`,
		);
	}

	return word;
}
