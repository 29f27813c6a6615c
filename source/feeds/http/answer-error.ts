import {
	type ApiError,
	BadRequestError,
	type ErrorDetails,
	ForbiddenError,
	GoneError,
	HtmlPageError,
	NotFoundError,
	RateLimitedError,
	RedirectError,
	ServerError,
	UnauthorizedError,
	UnexpectedAnswerError,
} from './errors.ts';
import {plainText} from './plain-text.ts';
import {readProblem} from './problem.ts';

/** An answer that is not what was asked for. */
export type FailedAnswer = {
	readonly url: URL;
	readonly status: number;
	readonly contentType: string;
	readonly location?: string;
	readonly requestId?: string;
	/** In milliseconds. */
	readonly retryAfter?: number;
	/** The start of the body. */
	readonly body: string;
	readonly token?: string;
};

/** The error class and the sentences for an answer without a 2xx status, or with a page for people in it. */
export function answerError(answer: FailedAnswer): ApiError {
	const {status, url, token} = answer;
	const where = url.host;
	const details: ErrorDetails & {status: number} = {
		status,
		requestId: answer.requestId && plainText(answer.requestId, token),
		retryAfter: answer.retryAfter,
	};
	const message = (what: string, next: string) =>
		[
			`${what}${serverSaid(answer)}.`,
			next,
			details.requestId && `(request ${details.requestId})`,
		]
			.filter(Boolean)
			.join(' ');

	if (status >= 300 && status < 400) {
		return new RedirectError(
			message(
				`${where} redirects to ${target(answer)} (${status}), which is not followed, to keep the token with the API`,
				'Check --api-url: if the API has moved there, name it.',
			),
			details,
		);
	}

	if (isHtml(answer)) {
		return new HtmlPageError(
			message(
				`${where} answered with an HTML page (${status}), so a proxy or a website answered instead of the API`,
				'Check --api-url, and whether this network wants a login.',
			),
			details,
		);
	}

	const {create, what, next} = explain(answer);
	return create(message(what, next), details);
}

type Explanation = {
	readonly create: (message: string, details: ErrorDetails) => ApiError;
	readonly what: string;
	readonly next: string;
};

function explain({status, url, token, retryAfter}: FailedAnswer): Explanation {
	const {host} = url;
	switch (status) {
		case 400: {
			return {
				create: (...given) => new BadRequestError(...given),
				what: `${host} does not accept the request (400)`,
				next: 'Check the deployment id and the filters.',
			};
		}

		case 401: {
			return {
				create: (...given) => new UnauthorizedError(...given),
				what: token
					? `${host} does not accept the token (401)`
					: `${host} asks for a token (401)`,
				next: token
					? 'Check DENO_DEPLOY_TOKEN: it may be mistyped, expired or revoked.'
					: 'Set DENO_DEPLOY_TOKEN.',
			};
		}

		case 403: {
			return {
				create: (...given) => new ForbiddenError(...given),
				what: 'The token may not read this deployment (403)',
				next: 'Check the deployment id, and that DENO_DEPLOY_TOKEN belongs to its organization.',
			};
		}

		case 404: {
			return {
				create: (...given) => new NotFoundError(...given),
				what: `${host} knows no such deployment (404)`,
				next: 'Check the deployment id and --api-url.',
			};
		}

		case 410: {
			return {
				create: (...given) => new GoneError(...given),
				what: `${host} no longer has this (410)`,
				next: 'Check --api-url, and whether the deployment was deleted: this version of the API may have been shut down.',
			};
		}

		case 429: {
			return {
				create: (...given) => new RateLimitedError(...given),
				what: `${host} asks for fewer requests (429)`,
				next:
					retryAfter === undefined
						? 'Wait a little before the next try.'
						: `Wait ${Math.ceil(retryAfter / 1000)} s before the next try.`,
			};
		}

		default: {
			return status >= 500
				? {
						create: (...given) => new ServerError(...given),
						what: `${host} failed (${status})`,
						next: 'Try again in a moment; if it stays so, look at the status page of the service.',
					}
				: {
						create: (...given) => new UnexpectedAnswerError(...given),
						what: `${host} gave an answer that is not understood (${status})`,
						next: 'Check --api-url.',
					};
		}
	}
}

function isHtml({contentType, body}: FailedAnswer): boolean {
	return (
		/^\s*(?:text\/html|application\/xhtml)/iv.test(contentType) ||
		/^\s*<(?:!doctype|html)/iv.test(body)
	);
}

/** The server's own words. */
function serverSaid(answer: FailedAnswer): string {
	const {code, message} = readProblem(answer.body);
	const words = [message, code]
		.filter((part) => part !== undefined)
		.map((part) => plainText(part, answer.token))
		.filter(Boolean);
	return words.length === 0 ? '' : `: “${words.join('”, code “')}”`;
}

/** Where a redirect points to, without what may be secret in it. */
function target({location, url, token}: FailedAnswer): string {
	if (location === undefined || !URL.canParse(location, url.href)) {
		return 'nowhere';
	}

	const {origin, pathname} = new URL(location, url);
	return plainText(origin + pathname, token);
}
