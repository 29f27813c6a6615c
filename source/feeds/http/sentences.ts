import {type ErrorKind} from '../errors.ts';

/** What a sentence about an error may name, made plain: without control characters and without the token. */
export type Facts = {
	readonly url: URL;
	/** The HTTP status, or a code of Node or undici. */
	readonly code: string;
	readonly hasToken?: boolean;
	/** Where the token came from: a variable, a file. */
	readonly tokenPlace?: string | undefined;
	/** Where a redirect points to. */
	readonly target?: string;
	/** The server's own words speak of one. */
	readonly isAboutOrganization?: boolean;
	/** The login that is asked for in the place of a token: `Basic`, `NTLM`. */
	readonly login?: string | undefined;
	/** The proxy that stands between, with the variable that names it. */
	readonly proxy?: string | undefined;
};

export type Sentences = {
	readonly kind: ErrorKind;
	/** What happened. */
	readonly what: (facts: Facts) => string;
	/** What to do. */
	readonly next: string | ((facts: Facts) => string);
};

const checkAddress = 'Check --api-url.';
const checkLogin = 'Check --api-url, and whether this network wants a login.';
const checkNetwork = 'Check --api-url and the network connection.';
/** Deno's own service answers so to whoever still asks for version 1. */
const ownVersion1 =
	"Deno's own version 1 ended on 2026-07-20: for what is deployed there, use --api-url https://console.deno.com/api/v2.";
/** Advice, with what has become of version 1 where that is asked. */
const adviseOn = ({pathname}: URL, advice: string) =>
	/\/v1(?:\/|$)/v.test(pathname) ? `${advice} ${ownVersion1}` : advice;
/** What the API that is asked calls it. */
const nameOf = ({pathname}: URL) =>
	/\/v2\/apps(?:\/[^\/]+)?(?:\/revisions)?$/v.test(pathname)
		? 'app'
		: /\/v2(?:\/|$)/v.test(pathname)
			? 'revision'
			: 'deployment';

const tryAgain = 'Try again; if it stays so, check the network connection.';
const unsupported: Sentences = {
	kind: 'unsupported',
	what: ({url, code}) =>
		`${url.host} does not do what is asked of it (${code})`,
	next: 'Check --api-url: it must be the base of a deployment API, with its version.',
};
const busy: Sentences = {
	kind: 'server',
	what: ({url, code}) =>
		`${url.host} is at work on what is asked for (${code})`,
	next: 'Try again in a moment.',
};
const tooLong: Sentences = {
	kind: 'too-long-request',
	what: ({url, code}) => `${url.host} finds the request too long (${code})`,
	next: 'Ask for a shorter text or for fewer regions.',
};

export const serverFailed: Sentences = {
	kind: 'server',
	what: ({url, code}) => `${url.host} failed (${code})`,
	next: 'Try again in a moment; if it stays so, look at the status page of the service.',
};

/** A port for TLS is spoken to without it. */
export const wantsTls: Sentences = {
	kind: 'unsupported',
	what: ({url, code}) => `${url.host} wants a secure connection (${code})`,
	next: 'Write https:// in --api-url.',
};

/** By HTTP status. */
export const statusSentences: ReadonlyMap<number, Sentences> = new Map([
	[
		206,
		{
			kind: 'cut-off',
			what: ({url}) => `${url.host} sent a part of its answer only (206)`,
			next: 'Try again; if it stays so, check whether a proxy stands in between.',
		},
	],
	[
		304,
		{
			kind: 'unexpected-answer',
			what: ({url}) =>
				`${url.host} says that nothing has changed, which nobody asked (304)`,
			next: 'Check --api-url, and whether a proxy that keeps answers stands in between.',
		},
	],
	[
		400,
		{
			kind: 'bad-request',
			what: ({url}) => `${url.host} does not accept the request (400)`,
			next: ({isAboutOrganization}) =>
				isAboutOrganization === true
					? 'Name the organization with --org.'
					: 'Check the deployment id and the filters.',
		},
	],
	[
		401,
		{
			kind: 'unauthorized',
			what: ({url, code, hasToken, login}) =>
				login === undefined
					? hasToken
						? `${url.host} does not accept the token (${code})`
						: `${url.host} asks for a token (${code})`
					: `${url.host} asks for a login of another kind than a token (${code}, ${login})`,
			next: ({url, hasToken, login, tokenPlace = 'DENO_DEPLOY_TOKEN'}) =>
				login === undefined
					? hasToken
						? adviseOn(
								url,
								`Check ${tokenPlace}: the token may be mistyped, expired or revoked.`,
							)
						: 'Set DENO_DEPLOY_TOKEN.'
					: 'Check --api-url, and whether a proxy stands in between.',
		},
	],
	[
		402,
		{
			kind: 'forbidden',
			what: ({url}) => `${url.host} asks for a payment (402)`,
			next: 'Check the plan of the organization.',
		},
	],
	[
		403,
		{
			kind: 'forbidden',
			what: ({url}) => `The token may not read this ${nameOf(url)} (403)`,
			next: ({tokenPlace}) =>
				`Check its id, and that ${
					tokenPlace === undefined || tokenPlace === 'DENO_DEPLOY_TOKEN'
						? 'DENO_DEPLOY_TOKEN'
						: `the token of ${tokenPlace}`
				} belongs to its organization.`,
		},
	],
	[
		404,
		{
			kind: 'not-found',
			what: ({url}) => `${url.host} knows no such ${nameOf(url)} (404)`,
			next: ({url, isAboutOrganization}) =>
				isAboutOrganization === true
					? 'Check --org.'
					: adviseOn(url, `Check the ${nameOf(url)} id and --api-url.`),
		},
	],
	[
		407,
		{
			kind: 'proxy',
			what: ({url}) => `A proxy before ${url.host} asks for a password (407)`,
			next: 'Check the user and the password in HTTPS_PROXY or HTTP_PROXY.',
		},
	],
	[
		408,
		{
			kind: 'time-out',
			what: ({url}) => `${url.host} did not get the request in time (408)`,
			next: tryAgain,
		},
	],
	[
		410,
		{
			kind: 'gone',
			what: ({url}) => `${url.host} no longer has this (410)`,
			next: ({url}) =>
				adviseOn(
					url,
					`Check --api-url, and whether the ${nameOf(url)} was deleted.`,
				),
		},
	],
	[
		416,
		{
			kind: 'bad-request',
			what: ({url}) => `${url.host} does not accept the range (416)`,
			next: 'Ask for another range of time.',
		},
	],
	[
		422,
		{
			kind: 'bad-request',
			what: ({url}) =>
				`${url.host} does not accept the text, the filters or the times (422)`,
			next: 'Ask for another text, other levels, or another range of time.',
		},
	],
	[
		425,
		{
			kind: 'server',
			what: ({url}) => `${url.host} got the request too early (425)`,
			next: 'Try again in a moment.',
		},
	],
	[
		429,
		{
			kind: 'rate-limited',
			what: ({url, code}) => `${url.host} asks for fewer requests (${code})`,
			next: 'Wait a little before the next try.',
		},
	],
	[
		451,
		{
			kind: 'forbidden',
			what: ({url}) => `${url.host} withholds this for legal reasons (451)`,
			next: 'Ask those who run it.',
		},
	],
	[
		495,
		{
			kind: 'tls',
			what: ({url, code}) =>
				`${url.host} asks for a certificate of the one who asks (${code})`,
			next: 'Check --api-url: deplog has none to show.',
		},
	],
	[497, wantsTls],
	[
		511,
		{
			kind: 'html-page',
			what: ({url}) =>
				`This network wants a login before ${url.host} can be reached (511)`,
			next: 'Open any page in a browser, log in, and try again.',
		},
	],
	...[409, 423].map((status) => [status, busy] as const),
	// What stands in between gave up, or took the connection for another one.
	...[421, 449, 499].map((status) => [status, serverFailed] as const),
	...[413, 414, 431, 494].map((status) => [status, tooLong] as const),
	...[405, 406, 411, 412, 415, 417, 426, 428, 501, 505].map(
		(status) => [status, unsupported] as const,
	),
]);

export const unknownStatus: Sentences = {
	kind: 'unexpected-answer',
	what: ({url, code}) =>
		`${url.host} gave an answer that is not understood (${code})`,
	next: checkAddress,
};

export const redirected: Sentences = {
	kind: 'redirect',
	what: ({url, code, target = 'nowhere'}) =>
		`${url.host} redirects to ${target} (${code}), which is not followed, to keep the token with the API`,
	next: ({url}) =>
		adviseOn(url, 'Check --api-url: if the API has moved there, name it.'),
};

export const pageForPeople: Sentences = {
	kind: 'html-page',
	what: ({url, code}) =>
		`${url.host} answered with an HTML page (${code}), so a proxy or a website answered instead of the API`,
	next: ({url, code}) =>
		Number(code) < 500 ? adviseOn(url, checkLogin) : checkLogin,
};

/** By the codes of Node and undici: the first that fits holds. */
export const networkSentences: ReadonlyArray<
	Sentences & {readonly codes: RegExp}
> = [
	{
		codes: /^ECONNREFUSED$/v,
		kind: 'connection-refused',
		what: ({url}) =>
			`Nothing listens at ${url.host}: the connection was refused`,
		next: 'Check --api-url, and that the server runs.',
	},
	{
		codes: /^(?:ENOTFOUND|EAI_\w+)$/v,
		kind: 'name-not-found',
		what: ({url}) => `The name ${url.hostname} was not found`,
		next: ({url}) => adviseOn(url, checkNetwork),
	},
	{
		codes: /^(?:EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/v,
		kind: 'unreachable',
		what: ({url}) => `There is no way to ${url.host} from here`,
		next: 'Check the network connection.',
	},
	{
		codes: /^(?:UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/v,
		kind: 'time-out',
		what: ({url}) => `${url.host} could not be reached in time`,
		next: checkNetwork,
	},
	{
		codes: /^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/v,
		kind: 'time-out',
		what: ({url}) => `${url.host} did not answer in time`,
		next: 'Try again, or ask for a shorter range of time.',
	},
	{
		codes:
			/^(?:ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|HPE_INVALID_EOF_STATE)$/v,
		kind: 'cut-off',
		what: ({url}) => `The connection to ${url.host} was cut off`,
		next: tryAgain,
	},
	{
		codes: /^ERR_TLS_CERT_ALTNAME_INVALID$|^HOSTNAME_MISMATCH$/v,
		kind: 'tls',
		what: ({url, code}) =>
			`The certificate of ${url.host} is for another name (${code})`,
		next: 'Check --api-url, and whether this network wants a login.',
	},
	{
		codes: /^(?:CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/v,
		kind: 'tls',
		what: ({url, code}) =>
			`The certificate of ${url.host} is not valid at this time (${code})`,
		next: 'Check the clock of this machine, and ask those who run the server.',
	},
	{
		codes: /^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/v,
		kind: 'tls',
		what: ({url, code}) => `${url.host} speaks no TLS (${code})`,
		next: 'Check --api-url: it may have to begin with http://.',
	},
	{
		codes: /^ERR_SSL_\w*(?:PROTOCOL|VERSION|CIPHER)\w*$/v,
		kind: 'tls',
		what: ({url, code}) =>
			`${url.host} speaks no version of TLS that is safe (${code})`,
		next: 'Check --api-url, and ask those who run the server.',
	},
	{
		codes:
			/^(?:ERR_TLS|ERR_SSL|EPROTO|CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|UND_ERR_PRX_TLS)/v,
		kind: 'tls',
		what: ({url, code}) => `No secure connection to ${url.host} (${code})`,
		next: 'Check --api-url and the clock; for a private certificate set NODE_EXTRA_CA_CERTS.',
	},
	{
		codes: /^(?:HPE_|HTTPParserError|UND_ERR_HEADERS_OVERFLOW|ERR_ASSERTION)/v,
		kind: 'unexpected-answer',
		what: ({url, code}) =>
			`${url.host} does not answer as a web server does (${code})`,
		next: checkAddress,
	},
];

export const unknownFailure: Sentences = {
	kind: 'unexpected',
	what: ({url, code}) => `The request to ${url.host} failed: ${code}`,
	next: checkNetwork,
};
