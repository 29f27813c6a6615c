import {randomBytes} from 'node:crypto';
import {hostname, networkInterfaces} from 'node:os';
import process from 'node:process';
import {type ServeOptions} from '../config/commands/serve.ts';
import {OpenError} from '../feeds/file/source/open-source.ts';
import {createSimulation} from '../server/simulated/simulate.ts';
import {
	type ApiServer,
	type ServerOptions,
	startServer,
} from '../server/wire/server.ts';
import {sanitize} from '../text/sanitize.ts';
import {readGivenLogs} from './serve/given-logs.ts';

/** Serves simulated or given logs over both versions of the API until a signal ends it. The result is the exit code. */
export async function serve(
	options: ServeOptions,
	tell: (text: string) => void,
): Promise<number> {
	for (const warning of options.warnings) {
		tell(warning);
	}

	const {host = loopback} = options;
	const isLoopback = ['127.0.0.1', '::1', 'localhost'].includes(host);
	const token =
		options.token ??
		(isLoopback ? undefined : `ddo_${randomBytes(24).toString('hex')}`);
	const ending = new AbortController();
	let server: ApiServer;
	let served: Pick<ServerOptions, 'deployments' | 'projects'>;
	try {
		served =
			options.files.length === 0
				? createSimulation({redeployEvery: options.redeployEvery})
				: {
						deployments: await readGivenLogs(options.files, {
							timeZone: options.timeZone,
							tell,
							signal: ending.signal,
						}),
					};
		server = await startServer({
			get deployments() {
				return served.deployments;
			},
			projects: served.projects,
			token,
			port: options.port,
			host,
			hostNames: isLoopback ? [] : listOwnNames(),
			mostConnections,
			stallMilliseconds: patience,
		});
	} catch (error) {
		ending.abort();
		tell(explain(error, options));
		return 1;
	}

	const signalled = waitForSignal();
	process.stdout.on('error', () => undefined);
	process.stdout.write(
		[
			`v1     ${server.url}`,
			`v2     ${server.v2Url}`,
			`org    ${sanitize(server.organization, {hasColors: false})}`,
			...(token === undefined
				? ['token  none is needed']
				: options.token === undefined
					? [`token  ${token}`]
					: ['token  that of the file']),
			...served.deployments.map(
				({id}) => `logs   ${sanitize(id, {hasColors: false})}`,
			),
			'Ctrl+C ends it.',
			'',
		].join('\n'),
	);
	await signalled;
	ending.abort();
	await server.close();
	return 0;
}

const loopback = '127.0.0.1';

/** More at a time are refused: a few readers with a few streams each. */
const mostConnections = 256;

/** In milliseconds: a reader that takes nothing for so long is cut off, and may come again. */
const patience = 60_000;

async function waitForSignal(): Promise<void> {
	await new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			process.once(signal, () => {
				resolve();
			});
		}
	});
}

/** By what names others reach this machine. */
function listOwnNames(): readonly string[] {
	return [
		hostname(),
		...Object.values(networkInterfaces()).flatMap(
			(addresses) => addresses?.map(({address}) => address) ?? [],
		),
	];
}

function explain(error: unknown, {port, host}: ServeOptions): string {
	if (error instanceof OpenError) {
		return sanitize(error.message, {hasColors: false});
	}

	const {code = ''}: NodeJS.ErrnoException =
		error instanceof Error ? error : new Error(String(error));
	switch (code) {
		case 'EADDRINUSE': {
			return `The port ${port} is taken. Give another with --port, or leave it out for one that is free.`;
		}

		case 'EACCES': {
			return `The port ${port} may not be used. Give one from 1024 on with --port.`;
		}

		case 'EADDRNOTAVAIL':
		case 'ENOTFOUND': {
			return `${host} is no address of this machine. Give --host 0.0.0.0 for all it has, or leave it out for this machine alone.`;
		}

		default: {
			return `It could not be served: ${error instanceof Error ? error.message : String(error)}.`;
		}
	}
}
