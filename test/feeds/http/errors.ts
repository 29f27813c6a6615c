import {createServer} from 'node:net';
import {type ServerResponse} from 'node:http';
import {expect, test} from 'vitest';
import {ApiError, type ErrorKind} from '../../../source/feeds/errors.ts';
import {answerError, networkError} from '../../../source/feeds/http/errors.ts';
import {type Timeouts} from '../../../source/feeds/http/exchange.ts';
import {createV1Feed} from '../../../source/feeds/v1/v1.ts';
import {everything} from '../../../source/log/query.ts';
import {collect} from '../../helpers/bytes.ts';
import {listen, listenHttp} from '../../helpers/listen.ts';

const token = 'ddp_0123456789abcdefghijklmnopqrstuvwxyz';
const {signal} = new AbortController();

/** What a request for the details, for past entries and for live ones fails with. */
async function failures(
	origin: string,
	timeouts: Partial<Timeouts> = {},
	sentToken: string | undefined = token,
): Promise<ApiError[]> {
	const feed = createV1Feed({
		apiUrl: new URL(`${origin}/v1`),
		deploymentId: 'storefront',
		timeouts: {errorBody: 200, ...timeouts},
		token: sentToken,
	});
	const attempts = [
		collect(feed.details({signal})),
		feed.pastEntries({
			filter: everything,
			range: {},
			order: 'asc',
			limit: 100,
			signal,
		}),
		collect(feed.liveEntries({filter: everything, signal})),
		collect(feed.buildLog({signal})),
	];
	const results = await Promise.allSettled<unknown>(attempts);
	return results
		.map((result): unknown => 'reason' in result && result.reason)
		.filter((reason) => reason instanceof ApiError);
}

/** Checks that all four requests failed so, and what all errors have in common. */
function expectAll(errors: readonly ApiError[], kind: ErrorKind) {
	expect(errors).toHaveLength(4);
	for (const error of errors) {
		expectSafe(error);
		expect(error.kind).toBe(kind);
	}
}

/** Checks what all errors have in common. */
function expectSafe(error: ApiError) {
	const everythingSaid = [error.message, error.stack, String(error.cause)].join(
		',',
	);
	expect(everythingSaid).not.toContain(token);
	expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/v);
	// Sentences, then a request id at most.
	expect(error.message).toMatch(/^\S.*\.(?: \(request .*\))?$/v);
	expect(error.message.length).toBeLessThan(1000);
}

/** Answers every request with the same bytes. */
async function listenAnswer(bytes: string) {
	return listen(
		createServer((socket) => {
			socket.on('error', () => undefined);
			socket.once('data', () => {
				socket.end(bytes);
			});
		}),
	);
}

function refuse(response: ServerResponse, status: number, body: unknown) {
	response.writeHead(status, {
		'content-type': 'application/json',
		'x-deno-ray': 'ray-1',
		'retry-after': '7',
	});
	response.end(JSON.stringify(body));
}

test.each([
	[400, 'bad-request' as const, /filters/v],
	[401, 'unauthorized' as const, /DENO_DEPLOY_TOKEN/v],
	[403, 'forbidden' as const, /organization/v],
	[404, 'not-found' as const, /deployment id/v],
	[410, 'gone' as const, /deleted/v],
	[429, 'rate-limited' as const, /Wait 7 s/v],
	[500, 'server' as const, /status page/v],
	[503, 'server' as const, /status page/v],
	[418, 'unexpected-answer' as const, /--api-url/v],
])(
	'status %i says what to do, what the server said, and which request it was',
	async (status, kind, next) => {
		await using server = await listenHttp((_, response) => {
			refuse(response, status, {code: 'theCode', message: 'The reason.'});
		});
		const errors = await failures(server.origin);
		expectAll(errors, kind);
		for (const error of errors) {
			expect(error.message).toMatch(next);
			expect(error.message).toContain('“The reason.”, code “theCode”');
			expect(error.message).toContain('(request ray-1)');
			expect(error).toMatchObject({
				status,
				requestId: 'ray-1',
				retryAfter: 7000,
			});
			expect(error.isRefusal).toBe([401, 403, 404, 410].includes(status));
			expect(error.mayHeal).toBe(![400, 401, 403, 404, 410].includes(status));
			expect(error.isRetryable).toBe([429, 500, 503].includes(status));
		}
	},
);

test.each([
	[403, {message: 'API rate limit exceeded.'}],
	[403, {code: 'rateLimitExceeded', message: 'Come back later.'}],
	[400, {code: 'ThrottlingException', message: 'Rate exceeded'}],
	[400, {error: 'too_many_requests'}],
])('status %i is too many requests where it says %j', async (status, body) => {
	await using server = await listenHttp((_, response) => {
		refuse(response, status, body);
	});
	const errors = await failures(server.origin);
	expectAll(errors, 'rate-limited');
	for (const error of errors) {
		expect(error.message).toMatch(/fewer requests \(40[03]\).*Wait 7 s/v);
	}
});

test('a text that is refused is no sign of too many requests', async () => {
	await using server = await listenHttp((_, response) => {
		refuse(response, 400, {message: 'The text “rate limit” is too short.'});
	});
	expectAll(await failures(server.origin), 'bad-request');
});

test.each([
	[
		'what RFC 6750 says of the token',
		'Bearer realm="api", error="invalid_token", error_description="It ended at noon"',
		/does not accept the token \(401\): “It ended at noon”\. Check DENO_DEPLOY_TOKEN/v,
	],
	[
		'a server in front that wants a password',
		'Basic realm="Staging"',
		/asks for a login of another kind than a token \(401, Basic\)\. Check --api-url/v,
	],
])('of a token that is refused, %s is told', async (_, challenge, expected) => {
	await using server = await listenHttp((_, response) => {
		response.writeHead(401, {'www-authenticate': challenge});
		response.end();
	});
	const errors = await failures(server.origin);
	expectAll(errors, 'unauthorized');
	for (const {message} of errors) {
		expect(message).toMatch(expected);
	}
});

test('an answer that nothing has changed is no redirect', async () => {
	await using server = await listenHttp((_, response) => {
		response.writeHead(304);
		response.end();
	});
	expectAll(await failures(server.origin), 'unexpected-answer');
});

test('who is asked for fewer requests waits, though nobody says how long', async () => {
	await using server = await listenHttp((_, response) => {
		response.writeHead(429);
		response.end();
	});
	for (const error of await failures(server.origin)) {
		expect(error.retryAfter).toBe(1000);
	}
});

test.each([
	'The plain HTTP request was sent to HTTPS port',
	'Client sent an HTTP request to an HTTPS server.',
])('a server that wants TLS is told as that: %s', async (body) => {
	await using server = await listenHttp((_, response) => {
		response.writeHead(400, {'content-type': 'text/html'});
		response.end(`<html>${body}</html>`);
	});
	for (const {message} of await failures(server.origin)) {
		expect(message).toContain('Write https:// in --api-url.');
	}
});

test('a part of an answer is none, and the whole of it is, whatever it is called', async () => {
	const body = '{"id":"storefront","status":"success"}';
	let range = `bytes 0-${body.length - 1}/${body.length}`;
	await using server = await listenHttp((_, response) => {
		response.writeHead(206, {'content-range': range});
		response.end(body);
	});
	expect(await failures(server.origin)).toEqual([]);
	range = `bytes 0-${body.length - 1}/9999`;
	expectAll(await failures(server.origin), 'cut-off');
});

test('without a token, the next step is to set one', async () => {
	await using server = await listenHttp((_, response) => {
		refuse(response, 401, {});
	});
	const [error] = await failures(server.origin, {}, '');
	expect(error?.message).toContain('Set DENO_DEPLOY_TOKEN.');
});

test('what a hostile server says reaches no terminal and shows no token', async () => {
	await using server = await listenHttp(({headers}, response) => {
		const sent = headers.authorization ?? '';
		response.writeHead(500, {'x-deno-trace-id': `${sent} \u009B31m`});
		response.end(
			JSON.stringify({
				code: `\u001B]0;owned\u0007${sent}`,
				message: `\u001B[2J\u202E ${sent.slice(0, 20)}\u0000${sent.slice(20)} ${'x'.repeat(5000)}${sent}`,
			}),
		);
	});
	const errors = await failures(server.origin);
	expectAll(errors, 'server');
	for (const error of errors) {
		expect(error.message).toContain('[token]');
	}
});

test.each([
	[200, 'text/html; charset=utf-8', true, false],
	[200, 'application/x-ndjson', true, false],
	[404, 'text/html', false, false],
	[502, 'text/plain', true, true],
])(
	'an HTML page (%i, %s) is told from the API',
	async (status, contentType, mayHeal, isRetryable) => {
		await using server = await listenHttp((_, response) => {
			response.writeHead(status, {'content-type': contentType});
			response.end('\n<!DOCTYPE html><html><title>Log in</title></html>');
		});
		const errors = await failures(server.origin);
		expectAll(errors, 'html-page');
		for (const error of errors) {
			expect(error).toMatchObject({mayHeal, isRetryable, isRefusal: !mayHeal});
		}
	},
);

test.each([
	['begins with a byte order mark', '\uFEFF<html>Log in</html>'],
	['is empty though HTML was announced', ''],
	['is a sentence though HTML was announced', 'Please log in.'],
])('a page for people that %s is one, too', async (_, body) => {
	await using server = await listenHttp((_, response) => {
		response.writeHead(200, {
			'content-type': body.startsWith('\uFEFF') ? 'text/plain' : 'text/html',
		});
		response.end(body);
	});
	expectAll(await failures(server.origin), 'html-page');
});

test.each([
	['several lengths', 'content-length: 2\r\ncontent-length: 2\r\n\r\n{}'],
	[
		'a length and chunks',
		'content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
	],
	['a header name with a blank', 'x : a\r\ncontent-length: 2\r\n\r\n{}'],
])('an answer with %s is no web server’s', async (_, rest) => {
	await using server = await listenAnswer(`HTTP/1.1 200 OK\r\n${rest}`);
	expectAll(await failures(server.origin), 'unexpected-answer');
});

test.each(['100 Continue', '101 Switching Protocols'])(
	'the answer %s, which nobody asked for, is no lost connection',
	async (status) => {
		await using server = await listenAnswer(
			`HTTP/1.1 ${status}\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n`,
		);
		expectAll(await failures(server.origin), 'unexpected-answer');
	},
);

test('an error body hides nothing', async () => {
	await using server = await listenHttp((_, response) => {
		refuse(response, 500, {
			message: 'a\u{E0041}\u{E0100}\u3164\u034F\u200Bb\u115F',
		});
	});
	const [error] = await failures(server.origin);
	expect(error?.message).toContain('“a b”');
});

test('an error whose body never ends is told all the same', async () => {
	await using server = await listenHttp((_, response) => {
		response.writeHead(403, {'content-type': 'application/json'});
		response.write('{"message":');
	});
	expectAll(await failures(server.origin), 'forbidden');
});

test('an error whose body is endless is not read to the end', async () => {
	let written = 0;
	await using server = await listenHttp((_, response) => {
		response.writeHead(500);
		const write = () => {
			while (!response.destroyed && response.write('x'.repeat(65_536))) {
				written += 65_536;
			}
		};

		response.on('drain', write);
		write();
	});
	expectAll(await failures(server.origin, {errorBody: 60_000}), 'server');

	expect(written).toBeLessThan(64 * 1024 * 1024);
});

test('a redirect is not followed; the error says where it points to', async () => {
	const paths: string[] = [];
	await using elsewhere = await listenHttp(({url}, response) => {
		paths.push(url ?? '');
		response.end();
	});
	await using server = await listenHttp(({headers}, response) => {
		response.writeHead(302, {
			location: `${elsewhere.origin}/login?token=${headers.authorization}`,
		});
		response.end();
	});
	const errors = await failures(server.origin);
	expectAll(errors, 'redirect');
	for (const error of errors) {
		expect(error.message).toContain(`${elsewhere.origin}/login `);
	}

	expect(paths).toEqual([]);
});

test('a next page elsewhere is asked for here, and the page in hand is kept', async () => {
	const paths: string[] = [];
	await using elsewhere = await listenHttp(({url}, response) => {
		paths.push(url ?? '');
		response.end('[]');
	});
	await using server = await listenHttp((_, response) => {
		response.setHeader('link', `<${elsewhere.origin}/?cursor=x>; rel="next"`);
		response.end('{"time":"2026-01-31T12:00:00.000Z","message":"a"}\n');
	});
	const feed = createV1Feed({
		apiUrl: new URL(server.origin),
		deploymentId: 'storefront',
	});
	const {batch, next} = await feed.pastEntries({
		filter: everything,
		range: {},
		order: 'asc',
		limit: 1,
		signal,
	});
	expect([...batch.entries]).toMatchObject([{message: 'a'}]);
	expect(next).toMatch(/ x$/v);
	expect(paths).toEqual([]);
});

test('what is no deployment is said to be none', async () => {
	await using server = await listenHttp((_, response) => {
		response.end('{"hello":"world"}');
	});
	const [error] = await failures(server.origin);
	expect(error).toMatchObject({kind: 'unexpected-answer'});
	expect(error?.message).toContain('no deployment');
});

test('nobody listens there', async () => {
	const server = await listenHttp(() => undefined);
	await server[Symbol.asyncDispose]();
	const errors = await failures(server.origin);
	expectAll(errors, 'connection-refused');
	for (const error of errors) {
		expect(error).toMatchObject({cause: {code: 'ECONNREFUSED'}, mayHeal: true});
	}
});

test.each([
	['410', 410, {}, '{"code":"gone","message":"Shut down."}'],
	['404', 404, {}, ''],
	['404 and a page', 404, {'content-type': 'text/html'}, '<!doctype html>'],
	['a page', 200, {'content-type': 'text/html'}, '<!doctype html>'],
	['a redirect', 301, {location: 'https://docs.example/deploy'}, ''],
	['401', 401, {}, '{"code":"invalidToken","message":"No."}'],
])(
	'a version 1 that has ended with %s leads to version 2',
	async (...given) => {
		const [, status, headers, body] = given;
		await using server = await listenHttp((_, response) => {
			response.writeHead(status, headers);
			response.end(body);
		});
		const errors = await failures(server.origin);
		expect(errors).toHaveLength(4);
		for (const error of errors) {
			expectSafe(error);
			expect(error.message).toContain('https://console.deno.com/api/v2');
		}
	},
);

test('a name that does not exist', async () => {
	const errors = await failures('https://deplog.invalid');
	expectAll(errors, 'name-not-found');
	for (const error of errors) {
		expect(error.message).toContain('deplog.invalid');
	}
});

test('a server that accepts and says nothing is given up, but for live requests', async () => {
	await using server = await listenHttp(() => undefined);
	const feed = createV1Feed({
		apiUrl: new URL(server.origin),
		deploymentId: 'storefront',
		timeouts: {headers: 100},
	});
	await expect(collect(feed.details({signal}))).rejects.toMatchObject({
		kind: 'time-out',
	});
});

test('a past answer that stops half-way is given up', async () => {
	await using server = await listenHttp((_, response) => {
		response.write('{"message":"a"}\n');
	});
	const feed = createV1Feed({
		apiUrl: new URL(server.origin),
		deploymentId: 'storefront',
		timeouts: {body: 100},
	});
	const page = feed.pastEntries({
		filter: everything,
		range: {},
		order: 'asc',
		limit: 100,
		signal,
	});
	await expect(page).rejects.toMatchObject({kind: 'time-out'});
});

test.each([
	['before the answer', ''],
	['within the headers', 'HTTP/1.1 200 OK\r\nconte'],
	[
		'within a chunk',
		'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"mess',
	],
	[
		'before the announced length',
		'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"mess',
	],
])('a connection that is cut off %s', async (_, bytes) => {
	await using server = await listen(
		createServer((socket) => {
			socket.once('data', () => {
				socket.end(bytes);
			});
		}),
	);
	const errors = await failures(server.origin);
	expectAll(errors, 'cut-off');
});

test('a connection that is reset', async () => {
	await using server = await listen(
		createServer((socket) => {
			socket.once('data', () => {
				socket.resetAndDestroy();
			});
		}),
	);
	expectAll(await failures(server.origin), 'cut-off');
});

test('a server without TLS where there should be some', async () => {
	await using server = await listen(
		createServer((socket) => {
			socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
		}),
	);
	expectAll(await failures(server.origin.replace('http:', 'https:')), 'tls');
});

test('something that is no web server', async () => {
	await using server = await listen(
		createServer((socket) => {
			socket.end('SSH-2.0-OpenSSH_9.2\r\n');
		}),
	);
	expectAll(await failures(server.origin), 'unexpected-answer');
});

test('a line without end', async () => {
	await using server = await listenHttp((_, response) => {
		const write = () => {
			while (!response.destroyed && response.write('x'.repeat(65_536)));
		};

		response.on('drain', write);
		write();
	});
	const feed = createV1Feed({
		apiUrl: new URL(server.origin),
		deploymentId: 'storefront',
	});
	await expect(
		collect(feed.liveEntries({filter: everything, signal})),
	).rejects.toMatchObject({kind: 'unexpected-answer'});
});

test('requests that are refused together are all sent again with the token that was renewed', async () => {
	const renewed = 'ddp_renewed';
	await using server = await listenHttp(({headers}, response) => {
		response.statusCode =
			headers.authorization === `Bearer ${renewed}` ? 200 : 401;
		response.end('[]');
	});
	let readCount = 0;
	const feed = createV1Feed({
		apiUrl: new URL(`${server.origin}/v1`),
		deploymentId: 'storefront',
		token,
		tokenSource: {
			place: 'the file token',
			reread() {
				readCount++;
				return renewed;
			},
		},
	});
	const ask = async () =>
		feed.pastEntries({
			filter: everything,
			range: {},
			order: 'asc',
			limit: 100,
			signal,
		});
	const pages = await Promise.all([ask(), ask(), ask()]);
	expect(pages).toHaveLength(3);
	expect(readCount).toBe(1);
});

test('a token that has expired is told as that, though version 2 answers that it is forbidden', async () => {
	await using server = await listenHttp((_, response) => {
		response.statusCode = 403;
		response.end('{"code":"TOKEN_EXPIRED","message":"Expired."}');
	});
	expectAll(await failures(server.origin), 'unauthorized');
});

test('a token that cannot be sent is not', async () => {
	await using server = await listenHttp((_, response) => {
		response.end('{}');
	});
	const broken = `${token}\nx`;
	const errors = await failures(server.origin, {}, broken);
	expectAll(errors, 'unauthorized');
	for (const error of errors) {
		expect(error.message).toContain('DENO_DEPLOY_TOKEN');
	}
});

test.each([
	['EHOSTUNREACH', 'unreachable'],
	['EAI_AGAIN', 'name-not-found'],
	['UND_ERR_CONNECT_TIMEOUT', 'time-out'],
	['CERT_HAS_EXPIRED', 'tls'],
	['E_ANYTHING', 'unexpected'],
] as const)(
	'what this machine cannot cause for real is known by its code: %s',
	(code, kind) => {
		const cause = Object.assign(new Error(`it failed with ${token}`), {code});
		const error = networkError(cause, {
			url: new URL('https://api.example'),
			token,
		});
		expect(error.kind).toBe(kind);
		expect(error.cause).toBe(cause);
		expect(error.message).toContain('api.example');
		expect(error.message).not.toContain(token);
	},
);

test.each([
	['ERR_TLS_CERT_ALTNAME_INVALID', /is for another name/v],
	['CERT_HAS_EXPIRED', /clock of this machine/v],
	['ERR_SSL_WRONG_VERSION_NUMBER', /begin with http:/v],
	['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', /no version of TLS that is safe/v],
	['DEPTH_ZERO_SELF_SIGNED_CERT', /NODE_EXTRA_CA_CERTS/v],
])('why there is no secure connection is told: %s', (code, words) => {
	const {kind, message} = networkError(Object.assign(new Error('no'), {code}), {
		url: new URL('https://api.example'),
	});
	expect(kind).toBe('tls');
	expect(message).toMatch(words);
});

test.each([
	[
		400,
		'ORGANIZATION_REQUIRED',
		'/v2/apps/storefront',
		'Name the organization with --org.',
	],
	[404, 'ORGANIZATION_NOT_FOUND', '/v2/apps/storefront', 'Check --org.'],
	[404, 'NOT_FOUND', '/v2/apps/storefront', 'Check the app id and --api-url.'],
	[404, 'NOT_FOUND', '/v2/revisions/7f3k', 'Check the revision id'],
	[400, 'MALFORMED_REQUEST', '/v2/apps', 'and the filters.'],
])('the next step after %i %s at %s is %s', (status, code, pathname, next) => {
	const {message, said} = answerError({
		url: new URL(`https://api.example${pathname}`),
		status,
		contentType: 'application/json',
		body: JSON.stringify({code, message: 'So it is.'}),
	});
	expect(message).toContain(next);
	expect(said).toBe(`: “So it is.”, code “${code}”`);
});

test.each([
	['{"statusCode":400,"message":["It is too long."],"error":"Bad Request"}'],
	['{"detail":[{"loc":["query","limit"],"msg":"It is too long."}]}'],
	['{"Message":"It is too long."}'],
	['{"error":{"errors":[{"reason":"It is too long."}]}}'],
	['{"error":"It is too long.","code":null}'],
])('the words of an error are found: %s', (body) => {
	const {said} = answerError({
		url: new URL('https://api.example/v1'),
		status: 400,
		contentType: 'application/json',
		body,
	});
	expect(said).toBe(': “It is too long.”');
});
