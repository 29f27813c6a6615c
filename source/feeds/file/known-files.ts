import path from 'node:path';
import {type LogSource} from '../../log/feed-traits.ts';
import {LogFile} from './records/log-file.ts';
import {type Source} from './source/open-source.ts';

/** The files that are read as one log, what is known of them so far, and who is told when that changes. */
export class KnownFiles {
	readonly sources: readonly Source[];
	/** In the order in which they were opened: a file that took the name of another follows it. */
	readonly files: LogFile[] = [];
	/** All that there was at the beginning has been read. */
	isReady = false;
	/** All that was read was handed over. */
	isLoaded = false;
	/** One of them has more than it had at the beginning. */
	hasGrown = false;
	/** Pipes that have not ended. */
	openPipeCount = 0;
	readonly #timeZone: string;
	readonly #listeners = new Set<() => void>();
	#toldAt = Number.NEGATIVE_INFINITY;

	constructor(sources: readonly Source[], timeZone: string) {
		this.sources = sources;
		this.#timeZone = timeZone;
	}

	add({name, handle, size, writtenAt}: Source): LogFile {
		const file = new LogFile({
			name,
			handle,
			size,
			writtenAt,
			timeZone: this.#timeZone,
			...(this.sources.length > 1 && {place: path.basename(name)}),
		});
		this.files.push(file);
		return file;
	}

	/** Nothing more can come: all were pipes, which have ended, or packed. */
	isOver(): boolean {
		return this.isReady && this.openPipeCount === 0 && !this.#hasPlainFile();
	}

	describe(): LogSource {
		return {
			isGrowing:
				this.hasGrown && (this.openPipeCount > 0 || this.#hasPlainFile()),
			isKnown: this.isReady,
			isLoaded: this.isLoaded,
			gaps: this.files.flatMap(({gaps}) => gaps),
			files: this.files.map((file) => ({
				name: file.name,
				size: file.scanned,
				format: file.formatName,
				lineCount: file.lineCount,
				oddCount: file.oddCount,
				entryCount: file.entryCount,
			})),
		};
	}

	onChange(listener: () => void) {
		this.#listeners.add(listener);
	}

	tell() {
		for (const listener of this.#listeners) {
			listener();
		}
	}

	/** How far it has come, while much is read. */
	tellNowAndThen() {
		const now = performance.now();
		if (now - this.#toldAt > tellInterval) {
			this.#toldAt = now;
			this.tell();
		}
	}

	/** Of a file that is no pipe, and is not packed, it is never known that nothing more comes. */
	#hasPlainFile(): boolean {
		return this.sources.some(({growth}) => growth.kind === 'file');
	}
}

/** In milliseconds: how often it is told how far reading has come. */
const tellInterval = 500;
