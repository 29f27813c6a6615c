import {looksLikeToken} from '../log/token.ts';
import {tokenAdvice} from './token.ts';
import {UsageError} from './usage-error.ts';

/** The deployment's id out of what was typed: the id itself, or an address that names it. */
export function parseDeployment(word: string): string {
	if (looksLikeToken(word)) {
		throw new UsageError(tokenAdvice);
	}

	const [, id] = /\/(?:deployments|revisions)\/([\w\-]+)/v.exec(word) ?? [];
	if (id !== undefined) {
		return id;
	}

	const domain = /^(?:https?:\/\/)?([\w\-]+)\.deno\.(?:dev|net)\/?$/v.exec(
		word,
	)?.[1];
	if (domain !== undefined) {
		// Such a domain is the project's name, a dash and the deployment's id.
		const guess = domain.split('-').at(-1) ?? domain;
		throw new UsageError(
			domain.includes('-')
				? `${word} is an app's address; deplog wants the deployment's id. That may be its last part: deplog ${guess}`
				: `${word} is an app's address; deplog wants the id of one of its deployments.`,
		);
	}

	if (!/^[\w.~:@\-]+$/v.test(word)) {
		throw new UsageError(
			`${JSON.stringify(word)} is no deployment's id. Give the id alone, or an address that ends in /deployments/<id>.`,
		);
	}

	return word;
}
