import {subscribe} from 'node:diagnostics_channel';

/** In bytes: so much of what carries a body may come without any of it. */
const mostWithoutBody = 256 * 1024;

/** What the request that is being written is told of its connection. */
let take: ((socket: WireSocket) => void) | undefined;
let isSubscribed = false;

type WireSocket = {
	readonly bytesRead: number;
	readonly on: (event: 'readable', listener: () => void) => unknown;
	readonly off: (event: 'readable', listener: () => void) => unknown;
};

/** Told of the bytes of one answer, on a connection of HTTP/1.1. */
export type WireWatch = {
	/** Some of the body has come. */
	readonly hear: () => void;
	readonly stop: () => void;
};

/**
Notices an answer whose connection carries bytes without end and nothing of a body: the extension of a chunk may be as long as a server likes, and no time-out and no limit of undici's sees it.

To be called as the request is written: undici tells of the connection right after that.
*/
export function watchWire(onEndless: () => void): WireWatch {
	let socket: WireSocket | undefined;
	let heardAt = 0;
	const check = () => {
		if (socket !== undefined && socket.bytesRead - heardAt > mostWithoutBody) {
			onEndless();
		}
	};

	if (!isSubscribed) {
		isSubscribed = true;
		subscribe('undici:client:sendHeaders', (message) => {
			// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- undici's documentation says so.
			take?.((message as {readonly socket: WireSocket}).socket);
			take = undefined;
		});
	}

	take = (given) => {
		socket = given;
		heardAt = given.bytesRead;
		given.on('readable', check);
	};

	return {
		hear() {
			heardAt = socket?.bytesRead ?? 0;
		},
		stop() {
			socket?.off('readable', check);
			socket = undefined;
		},
	};
}
