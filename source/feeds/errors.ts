/** What went wrong with a feed. The message is one or two sentences that say what happened and what to do, safe to print, never holding the token. */
export class ApiError extends Error {
	override readonly name = 'ApiError';
	readonly kind: ErrorKind;
	/** The server knows what is wanted and does not give it. */
	readonly isRefusal: boolean;
	/** May go away by itself: a stream is opened again for as long as somebody looks. */
	readonly mayHeal: boolean;
	/** May go away within seconds: worth a few more tries of a single request. */
	readonly isRetryable: boolean;
	readonly status: number | undefined;
	readonly requestId: string | undefined;
	readonly said: string;
	readonly retryAfter: number | undefined;

	constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
		super(message, {cause: details.cause});
		const {isRefusal, mayHeal, isRetryable} =
			healing[details.healing ?? kinds[kind]];
		this.kind = kind;
		this.isRefusal = isRefusal;
		this.mayHeal = mayHeal;
		this.isRetryable = isRetryable;
		this.status = details.status;
		this.requestId = details.requestId;
		this.said = details.said ?? '';
		this.retryAfter = details.retryAfter;
	}
}

/** What may become of an error by itself. */
const healing = {
	/** The server knows what is wanted and does not give it: 401, 403, 404, 410. */
	refused: {isRefusal: true, mayHeal: false, isRetryable: false},
	/** The same request will fail again. */
	never: {isRefusal: false, mayHeal: false, isRetryable: false},
	/** In minutes or hours: a stream is opened again for as long as somebody looks. */
	later: {isRefusal: false, mayHeal: true, isRetryable: false},
	/** In seconds: worth a few more tries of a single request. */
	soon: {isRefusal: false, mayHeal: true, isRetryable: true},
} as const;

export type Healing = keyof typeof healing;

/** What can go wrong with a feed. */
export type ErrorKind = keyof typeof kinds;

const kinds = {
	unauthorized: 'refused',
	forbidden: 'refused',
	'not-found': 'refused',
	gone: 'refused',
	/** The server does not understand what was asked. */
	'bad-request': 'never',
	/** The server refuses a request of this length. */
	'too-long-request': 'never',
	/** The server does not do what is asked of it, whatever the request holds. */
	unsupported: 'never',
	/** The server points elsewhere. No redirect is followed, so that the token stays with the API's own origin. */
	redirect: 'never',
	/** The proxy does not let the request through. */
	proxy: 'never',
	'rate-limited': 'soon',
	server: 'soon',
	'connection-refused': 'soon',
	'name-not-found': 'soon',
	/** There is no way to the server's network. */
	unreachable: 'soon',
	'time-out': 'soon',
	/** The connection broke before the answer was complete. */
	'cut-off': 'soon',
	/** A connection that looked open and carried nothing any more. */
	silent: 'later',
	/** A page for people: a proxy or a website answered, not the API. */
	'html-page': 'later',
	/** A certificate that is not trusted, or no TLS at all: a network that first wants a login shows its own certificate. */
	tls: 'later',
	/** An answer that fits nothing that is known of the API. */
	'unexpected-answer': 'later',
	/** Anything else that kept the request from being answered. */
	unexpected: 'later',
} as const satisfies Record<string, Healing>;

export type ErrorDetails = {
	readonly cause?: unknown;
	/** The HTTP status, where there was an answer. */
	readonly status?: number | undefined;
	/** The server's name for the request: support asks for it. It is in the message too. */
	readonly requestId?: string | undefined;
	/** The server's own words, safe to print: `: “There is no such app.”`; empty where it said nothing. They are in the message too. */
	readonly said?: string | undefined;
	/** In milliseconds: how long the server asks to be left alone. */
	readonly retryAfter?: number | undefined;
	/** Where it is not that of the kind. */
	readonly healing?: Healing | undefined;
};

/** Whether waiting may mend it: everything else is for whoever called. */
export function mayHeal(error: unknown): error is ApiError {
	return error instanceof ApiError && error.mayHeal;
}

const lengthLimit = 300;
/** No more of a text is looked through. */
const readLimit = 20_000;

/** Text from the network, made fit for one line of an error message: without control, format and bidi characters, not too long, and without `secret`. */
export function plainText(text: string, secret?: string): string {
	const plain = text
		.slice(0, readLimit)
		// C0, DEL, C1, line separators, bidi overrides and whatever else is not seen, lone surrogates.
		.replaceAll(
			/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\s]+/gv,
			' ',
		)
		.trim();
	const safe = secret ? plain.replaceAll(secret, '[token]') : plain;
	return safe.length > lengthLimit ? `${safe.slice(0, lengthLimit)}…` : safe;
}

/** A server that does not know its cursor any more: the request itself was good before. */
export function isCursorRefused(error: unknown): boolean {
	return (
		error instanceof ApiError &&
		[400, 404, 410, 412, 416, 422].includes(error.status ?? 0)
	);
}
