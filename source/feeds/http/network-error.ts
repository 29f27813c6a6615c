import {
	ApiError,
	ConnectionRefusedError,
	CutOffError,
	type ErrorDetails,
	NameNotFoundError,
	TimeOutError,
	TlsError,
	UnexpectedAnswerError,
	UnexpectedError,
	UnreachableError,
} from './errors.ts';
import {plainText} from './plain-text.ts';

/** The error class and the sentences for a request that broke before or within its answer. */
export function networkError(
	cause: unknown,
	{url, token}: {url: URL; token?: string},
): ApiError {
	if (cause instanceof ApiError) {
		return cause;
	}

	const code = codeOf(cause);
	const {create, what, next} =
		explanations.find(({codes}) => codes.test(code)) ?? anythingElse;
	const detail = plainText(code || messageOf(cause), token);
	return create(`${what(url, detail)}. ${next}`, {cause});
}

type Explanation = {
	/** Codes of Node and undici. */
	readonly codes: RegExp;
	readonly create: (message: string, details: ErrorDetails) => ApiError;
	readonly what: (url: URL, detail: string) => string;
	readonly next: string;
};

const anythingElse: Explanation = {
	codes: /^/v,
	create: (...given) => new UnexpectedError(...given),
	what: ({host}, detail) => `The request to ${host} failed: ${detail}`,
	next: 'Check --api-url and the network connection.',
};

const explanations: readonly Explanation[] = [
	{
		codes: /^ECONNREFUSED$/v,
		create: (...given) => new ConnectionRefusedError(...given),
		what: ({host}) => `Nothing listens at ${host}: the connection was refused`,
		next: 'Check --api-url, and that the server runs.',
	},
	{
		codes: /^(?:ENOTFOUND|EAI_\w+)$/v,
		create: (...given) => new NameNotFoundError(...given),
		what: ({hostname}) => `The name ${hostname} was not found`,
		next: 'Check --api-url and the network connection.',
	},
	{
		codes: /^(?:EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/v,
		create: (...given) => new UnreachableError(...given),
		what: ({host}) => `There is no way to ${host} from here`,
		next: 'Check the network connection.',
	},
	{
		codes: /^(?:UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/v,
		create: (...given) => new TimeOutError(...given),
		what: ({host}) => `${host} could not be reached in time`,
		next: 'Check --api-url and the network connection.',
	},
	{
		codes: /^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/v,
		create: (...given) => new TimeOutError(...given),
		what: ({host}) => `${host} did not answer in time`,
		next: 'Try again, or ask for a shorter range of time.',
	},
	{
		codes:
			/^(?:ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|HPE_INVALID_EOF_STATE)$/v,
		create: (...given) => new CutOffError(...given),
		what: ({host}) => `The connection to ${host} was cut off`,
		next: 'Try again; if it stays so, check the network connection.',
	},
	{
		codes:
			/^(?:ERR_TLS|ERR_SSL|EPROTO|CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/v,
		create: (...given) => new TlsError(...given),
		what: ({host}, detail) => `No secure connection to ${host} (${detail})`,
		next: 'Check --api-url and the clock; for a private certificate set NODE_EXTRA_CA_CERTS.',
	},
	{
		codes: /^(?:HPE_|HTTPParserError|UND_ERR_HEADERS_OVERFLOW)/v,
		create: (...given) => new UnexpectedAnswerError(...given),
		what: ({host}, detail) =>
			`${host} does not answer as a web server does (${detail})`,
		next: 'Check --api-url.',
	},
];

function codeOf(cause: unknown): string {
	if (!(cause instanceof Error)) {
		return '';
	}

	if ('code' in cause && typeof cause.code === 'string') {
		return cause.code;
	}

	// The parser's codes get lost on their way out of undici.
	return cause.message.includes('EOF') ? 'HPE_INVALID_EOF_STATE' : cause.name;
}

function messageOf(cause: unknown): string {
	return cause instanceof Error ? cause.message : String(cause);
}
