import {randomBytes} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {hostname, networkInterfaces} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {type ServeOptions} from '../config/commands/serve.ts';
import {
	createDeployment,
	type GivenDeployment,
} from '../server/given/given-deployment.ts';
import {type GivenEntry} from '../server/given/given-entry.ts';
import {createSimulation} from '../server/simulated/simulate.ts';
import {
	type ApiServer,
	type ServerOptions,
	startServer,
} from '../server/wire/server.ts';
import {sanitize} from '../text/sanitize.ts';

const loopback = '127.0.0.1';

/** More at a time are refused: a few readers with a few streams each. */
const mostConnections = 256;

/** In milliseconds: a reader that takes nothing for so long is cut off, and may come again. */
const patience = 60_000;

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
	let server: ApiServer;
	let served: Pick<ServerOptions, 'deployments' | 'projects'>;
	try {
		served =
			options.files.length === 0
				? createSimulation({redeployEvery: options.redeployEvery})
				: {deployments: await readDeployments(options.files)};
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
		tell(explain(error, options));
		return 1;
	}

	const ending = waitForSignal();
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
	await ending;
	await server.close();
	return 0;
}

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

/** One deployment a file. */
async function readDeployments(
	files: readonly string[],
): Promise<readonly GivenDeployment[]> {
	const deployments = await Promise.all(
		files.map(async (file, index) => {
			const entries = readEntries(await readFile(file, 'utf8'));
			const name = path.basename(file).split('.')[0] ?? '';
			const plain = name.toLowerCase().replaceAll(/[^a-z0-9]+/gv, '-');
			const first = entries.find((entry) => typeof entry === 'string');
			return createDeployment({
				id: `${plain.replaceAll(/^-|-$/gv, '') || 'logs'}-file${index + 1}`,
				projectId: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
				...(first !== undefined && {createdAt: readTime(first)}),
				entries,
			});
		}),
	);
	return deployments;
}

/** The lines of a file, or the items of the array that it is; a line that is no entry becomes the message of one. */
function readEntries(text: string): readonly GivenEntry[] {
	const lines = text.trimStart().startsWith('[')
		? (parseArray(text) ?? text.split('\n'))
		: text.split('\n');
	let time: string | undefined;
	return lines
		.filter((line) => line.trim() !== '')
		.map((line) => {
			const own = readTime(line);
			time = own ?? time;
			return own === undefined
				? {message: line, ...(time !== undefined && {time})}
				: line;
		});
}

function parseArray(text: string): readonly string[] | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return Array.isArray(value)
			? value.map((item) => JSON.stringify(item))
			: undefined;
	} catch {
		return undefined;
	}
}

/** Of a line that is an entry of either version. */
function readTime(line: string): string | undefined {
	try {
		const value: unknown = JSON.parse(line);
		if (typeof value !== 'object' || value === null) {
			return undefined;
		}

		const fields: Readonly<Record<string, unknown>> = {...value};
		const time = fields['time'] ?? fields['timestamp'];
		return typeof time === 'string' && typeof fields['message'] === 'string'
			? time
			: undefined;
	} catch {
		return undefined;
	}
}

function explain(error: unknown, {port, host}: ServeOptions): string {
	const {code = '', path: file = ''}: NodeJS.ErrnoException =
		error instanceof Error ? error : new Error(String(error));
	switch (code) {
		case 'EADDRINUSE': {
			return `The port ${port} is taken. Give another with --port, or leave it out for one that is free.`;
		}

		case 'EACCES': {
			return file === ''
				? `The port ${port} may not be used. Give one from 1024 on with --port.`
				: `The file ${file} may not be read. Look at its permissions.`;
		}

		case 'EADDRNOTAVAIL':
		case 'ENOTFOUND': {
			return `${host} is no address of this machine. Give --host 0.0.0.0 for all it has, or leave it out for this machine alone.`;
		}

		case 'ENOENT':
		case 'EISDIR': {
			return `There is no file ${file === '' ? 'of that name' : file} to serve (${code}). Give one of log entries, a line each.`;
		}

		default: {
			return `It could not be served: ${error instanceof Error ? error.message : String(error)}.`;
		}
	}
}
