import {once} from 'node:events';
import {createServer, type RequestListener} from 'node:http';
import {type Server, type Socket} from 'node:net';

export type Listening = AsyncDisposable & {
	/** `http://127.0.0.1:PORT`. */
	readonly origin: string;
	readonly sockets: ReadonlySet<Socket>;
};

/** Puts a server of a test's own on the loopback address; `await using` closes it and its connections. */
export async function listen(server: Server): Promise<Listening> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		socket.on('close', () => {
			sockets.delete(socket);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	return {
		origin: `http://127.0.0.1:${port}`,
		sockets,
		async [Symbol.asyncDispose]() {
			const isClosed = server.listening ? once(server, 'close') : undefined;
			server.close();
			for (const socket of sockets) {
				socket.destroy();
			}

			await isClosed;
		},
	};
}

/** An HTTP server that answers as the test says. */
export async function listenHttp(answer: RequestListener): Promise<Listening> {
	return listen(createServer(answer));
}
