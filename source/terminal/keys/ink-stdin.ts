import {EventEmitter} from 'node:events';
import {type KeyEvent} from './key.ts';

/** What Ink reads from in place of the terminal: it is handed one key at a time, whole, and never switches modes of the terminal. */
// eslint-disable-next-line unicorn/prefer-event-target -- Ink listens as to a stream of Node.
export class InkStdin extends EventEmitter {
	// eslint-disable-next-line @typescript-eslint/naming-convention -- Ink asks for this name.
	get isTTY(): boolean {
		return true;
	}

	#token: string | undefined;

	/** For Ink's `stdin` option. */
	get stream(): NodeJS.ReadStream {
		// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- Ink needs no more of a stream than this.
		return this as unknown as NodeJS.ReadStream;
	}

	/** Whether anything in Ink reads keys now, such as a prompt. */
	get isRead(): boolean {
		return this.listenerCount('readable') > 0;
	}

	hand(event: KeyEvent): void {
		this.#token =
			event.kind === 'paste' ? event.text : event.text || event.sequence;
		this.emit('readable');
	}

	// eslint-disable-next-line @typescript-eslint/no-restricted-types -- Ink reads until null, as from any stream.
	read(): string | null {
		const token = this.#token;
		this.#token = undefined;
		return token ?? null;
	}

	setRawMode(): this {
		return this;
	}

	setEncoding(): this {
		return this;
	}

	ref(): this {
		return this;
	}

	unref(): this {
		return this;
	}
}
