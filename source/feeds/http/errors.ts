export type ErrorDetails = {
	readonly cause?: unknown;
	/** The HTTP status, where there was an answer. */
	readonly status?: number;
	/** The server's name for the request: support asks for it. It is in the message too. */
	readonly requestId?: string;
	/** In milliseconds: how long the server asks to be left alone. */
	readonly retryAfter?: number;
};

/** What can go wrong with the API. The message is one or two sentences that say what happened and what to do, safe to print, never holding the token. */
export class ApiError extends Error {
	override readonly name: string;
	/** The server knows what is wanted and does not give it: 401, 403, 404, 410. */
	readonly isRefusal: boolean;
	/** May go away by itself, in seconds or in hours: a stream is opened again for as long as somebody looks. */
	readonly mayHeal: boolean;
	/** May go away within seconds: worth a few more tries of a single request. */
	readonly isRetryable: boolean;
	readonly status: number | undefined;
	readonly requestId: string | undefined;
	readonly retryAfter: number | undefined;

	constructor(message: string, details: ErrorDetails = {}) {
		super(message, {cause: details.cause});
		this.name = 'ApiError';
		this.isRefusal = false;
		this.mayHeal = true;
		this.isRetryable = false;
		this.status = details.status;
		this.requestId = details.requestId;
		this.retryAfter = details.retryAfter;
	}
}

class RefusalError extends ApiError {
	override readonly isRefusal = true;
	override readonly mayHeal = false;
}

export class UnauthorizedError extends RefusalError {
	override readonly name = 'UnauthorizedError';
}

export class ForbiddenError extends RefusalError {
	override readonly name = 'ForbiddenError';
}

export class NotFoundError extends RefusalError {
	override readonly name = 'NotFoundError';
}

export class GoneError extends RefusalError {
	override readonly name = 'GoneError';
}

class MistakeError extends ApiError {
	override readonly mayHeal = false;
}

/** The server does not understand what was asked. */
export class BadRequestError extends MistakeError {
	override readonly name = 'BadRequestError';
}

/** The server points elsewhere. No redirect is followed, so that the token stays with the API's own origin. */
export class RedirectError extends MistakeError {
	override readonly name = 'RedirectError';
}

/** The next page is said to be at another origin, where the token does not go. */
export class ForeignLinkError extends MistakeError {
	override readonly name = 'ForeignLinkError';
}

class PassingError extends ApiError {
	override readonly isRetryable = true;
}

export class RateLimitedError extends PassingError {
	override readonly name = 'RateLimitedError';
}

export class ServerError extends PassingError {
	override readonly name = 'ServerError';
}

export class ConnectionRefusedError extends PassingError {
	override readonly name = 'ConnectionRefusedError';
}

export class NameNotFoundError extends PassingError {
	override readonly name = 'NameNotFoundError';
}

/** There is no way to the server's network. */
export class UnreachableError extends PassingError {
	override readonly name = 'UnreachableError';
}

export class TimeOutError extends PassingError {
	override readonly name = 'TimeOutError';
}

/** The connection broke before the answer was complete. */
export class CutOffError extends PassingError {
	override readonly name = 'CutOffError';
}

/** A connection that looked open and carried nothing any more. */
export class SilentStreamError extends ApiError {
	override readonly name = 'SilentStreamError';
}

/** A page for people: a proxy or a website answered, not the API. */
export class HtmlPageError extends ApiError {
	override readonly name = 'HtmlPageError';
	override readonly isRefusal: boolean;
	override readonly mayHeal: boolean;
	override readonly isRetryable: boolean;

	constructor(message: string, details: ErrorDetails & {status: number}) {
		super(message, details);
		const {status} = details;
		this.isRefusal = refusalStatuses.has(status);
		this.mayHeal = !this.isRefusal;
		this.isRetryable = status === 429 || status >= 500;
	}
}

export const refusalStatuses: ReadonlySet<number> = new Set([
	401, 403, 404, 410,
]);

/** A certificate that is not trusted, or no TLS at all. It may heal: a network that first wants a login shows its own certificate. */
export class TlsError extends ApiError {
	override readonly name = 'TlsError';
}

export class LineTooLongError extends ApiError {
	override readonly name = 'LineTooLongError';
}

/** An answer that fits nothing that is known of the API. */
export class UnexpectedAnswerError extends ApiError {
	override readonly name = 'UnexpectedAnswerError';
}

/** Anything else that kept the request from being answered. */
export class UnexpectedError extends ApiError {
	override readonly name = 'UnexpectedError';
}
