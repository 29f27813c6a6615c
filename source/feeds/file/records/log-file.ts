/* eslint-disable no-await-in-loop -- A file is read a block after the other. */
import {Buffer} from 'node:buffer';
import {type FileHandle} from 'node:fs/promises';
import {setImmediate} from 'node:timers/promises';
import {type Micros} from '../../../log/entry.ts';
import {v1Names, v2Names} from '../../json/entry-decoder.ts';
import {EntryReader} from '../../json/entry-reader.ts';
import {type EntryNames} from '../../json/line-shape.ts';
import {detectFormat, createAnyReader} from '../lines/formats.ts';
import {type FileGap} from '../lines/read-entry.ts';
import {
	type BlockReader,
	type BlockState,
	readBlock,
	type ReadBlock,
} from './read-block.ts';
import {type FileOrder, findOrder, findStart} from './file-order.ts';

/** An open file of entries: an index of its blocks, which are read again when they are asked for. Bounded in memory however long it is. */
export class LogFile {
	readonly name: string;
	readonly blocks: IndexBlock[] = [];
	/** As the title says it; empty before the first line. */
	formatName = '';
	/** What its lines say is missing. */
	readonly gaps: FileGap[] = [];
	lineCount = 0;
	oddCount = 0;
	entryCount = 0;
	/** Bytes that are in the index. */
	scanned = 0;
	readonly #options: LogFileOptions;
	#reader: BlockReader | undefined;
	#state: BlockState;
	#order: Promise<FileOrder> | undefined;
	#knownSize = 0;
	/** What stands before that which is not read yet. */
	#seam: Uint8Array = new Uint8Array();

	constructor(options: LogFileOptions) {
		this.name = options.name;
		this.#options = options;
		this.#state = {time: options.writtenAt, untimedCount: 0};
	}

	/** Adds what has come to the index, and hands each block to `onBlock`. The last record may go on, so it waits for more unless `isEnd`. With `isReusing`, a block is written into the memory of the one before unless `onBlock` says that it is kept: memory that is touched for the first time costs more than what is read into it. */
	async scan({
		isEnd,
		signal,
		onBlock,
		isReusing = false,
		to,
	}: {
		readonly isEnd: boolean;
		readonly signal: AbortSignal;
		readonly onBlock?: (block: ReadBlock) => Promise<void> | 'kept' | void;
		readonly isReusing?: boolean;
		/** In bytes: what is behind it is left for later. Absent: all that there is. */
		readonly to?: number;
	}): Promise<void> {
		let length = blockLength;
		let sliceStart = performance.now();
		let spare: Spare | undefined;
		this.#knownSize = 0;
		for (;;) {
			const rest = (await this.#sizeUpTo(to)) - this.scanned;
			if (rest <= 0 || signal.aborted) {
				return;
			}

			const {block, bytes, isLast} = await this.#readNext(length, {
				rest,
				isEnd,
				spare,
			});
			if (block.length === 0) {
				if (isLast) {
					return;
				}

				length *= 2;
				continue;
			}

			const isKept = (await onBlock?.(block)) === 'kept';
			spare =
				isReusing && !isKept
					? {bytes: new Uint8Array(bytes.buffer), columns: block.entries}
					: undefined;
			length = blockLength;
			if (isLast && !isEnd) {
				return;
			}

			if (performance.now() - sliceStart > slice) {
				await setImmediate();
				sliceStart = performance.now();
			}
		}
	}

	/** Whether it begins as another file does, up to where that was read: then it goes on with it. Of itself: whether nothing else was written over what was read. */
	async continues(other: LogFile): Promise<boolean> {
		const {scanned} = other;
		const seam = other.#seam;
		const bytes = await this.#read(scanned - seam.length, seam.length);
		return seam.length > 0 && Buffer.compare(bytes, seam) === 0;
	}

	/** Reads what stands at the end, before the index has come so far: what begins with a time of its own. */
	async readTail(length = blockLength): Promise<ReadBlock> {
		const size = await this.#options.size();
		const start = Math.max(0, size - length);
		return this.readAt(start, size - start, true);
	}

	/** Whether the times go up from the beginning of a file to its end, as far as one sees at places all over it; of a small one nobody needs to know before it is read. */
	async findOrder(): Promise<FileOrder> {
		this.#order ??= findOrder(this);
		return this.#order;
	}

	/** The time of the first lines. */
	async findStartTime(): Promise<Micros> {
		await this.#ensureReader();
		return this.#state.time;
	}

	/** Reads all that there is but for what is surely older than `since`, without an index. Times are taken to go up. */
	async *readAscending(
		since: Micros | undefined,
		signal: AbortSignal,
	): AsyncGenerator<ReadBlock, void> {
		const size = await this.#options.size();
		const reader = await this.#ensureReader();
		let at =
			since === undefined
				? 0
				: await this.#nextLine(await findStart(this, since));
		let state = this.#state;
		let length = blockLength;
		while (at < size && !signal.aborted) {
			const bytes = await this.#read(at, Math.min(length, size - at));
			const isLast = at + bytes.length >= size;
			const isCut = length >= mostRecordLength;
			const block = readBlock(bytes, {state, isEnd: isLast || isCut}, reader);
			if (block.length === 0) {
				length *= 2;
				continue;
			}

			yield block;
			at += block.length;
			state = block.state;
			length = blockLength;
		}
	}

	/** Reads the lines that begin behind a place, without the one that it is in. */
	async readAt(
		start: number,
		length: number,
		isEnd: boolean,
	): Promise<ReadBlock> {
		const reader = await this.#ensureReader();
		const bytes = await this.#read(start, length);
		const lines = bytes.subarray(start === 0 ? 0 : bytes.indexOf(newline) + 1);
		return readBlock(lines, {state: this.#state, isEnd}, reader);
	}

	/** Reads a block of the index once more. */
	async readBlock({
		offset,
		length,
		isEnd,
		state,
	}: IndexBlock): Promise<ReadBlock> {
		const bytes = await this.#read(offset, length);
		if (this.#reader === undefined) {
			throw new Error('A block is read before the file is.');
		}

		// It ends between two records, wherever it is.
		return readBlock(
			bytes,
			{state, isEnd: isEnd || bytes.length === length},
			this.#reader,
		);
	}

	/** What was read of it is written over, and cannot be read again. */
	forget() {
		this.blocks.length = 0;
	}

	/** Nothing more can be had of it, though there is more. */
	cut(why: string) {
		const from = this.#state.time;
		this.gaps.push({from, to: from + 1, why});
	}

	async size(): Promise<number> {
		return this.#options.size();
	}

	async close(): Promise<void> {
		await this.#options.handle.close();
	}

	/** Where the line begins that is next behind a place. */
	async #nextLine(offset: number): Promise<number> {
		const bytes = await this.#read(offset, blockLength);
		const lineEnd = bytes.indexOf(newline);
		return offset === 0 || lineEnd === -1 ? 0 : offset + lineEnd + 1;
	}

	async #ensureReader(): Promise<BlockReader> {
		if (this.#reader === undefined) {
			const size = await this.#options.size();
			this.#reader = this.#createReader(
				await this.#read(0, Math.min(blockLength, size)),
			);
		}

		return this.#reader;
	}

	/** Adds the next block to the index, unless not one record of it is whole. */
	async #readNext(
		length: number,
		{
			rest,
			isEnd,
			spare,
		}: {
			readonly rest: number;
			readonly isEnd: boolean;
			readonly spare: Spare | undefined;
		},
	) {
		const bytes = await this.#read(
			this.scanned,
			Math.min(length, rest),
			spare?.bytes,
		);
		const isLast = bytes.length >= rest;
		// It finds the time at which the file begins.
		this.#reader ??= this.#createReader(bytes);
		const at = {
			state: this.#state,
			isEnd: (isLast && isEnd) || length >= mostRecordLength,
		};
		const block = readBlock(
			bytes,
			{...at, columns: spare?.columns},
			this.#reader,
		);
		if (block.length > 0) {
			this.#add(block, at);
			this.#seam = bytes.slice(
				Math.max(0, block.length - seamLength),
				block.length,
			);
		}

		return {block, bytes, isLast};
	}

	/** What was known of the size is enough while there is more to read: to ask for it with each block took a quarter of the time of everything. */
	async #sizeUpTo(most = Number.POSITIVE_INFINITY): Promise<number> {
		if (this.#knownSize <= this.scanned) {
			this.#knownSize = await this.#options.size();
		}

		return Math.min(this.#knownSize, most);
	}

	#add(block: ReadBlock, at: Pick<IndexBlock, 'state' | 'isEnd'>) {
		const {entries, length, lineCount, oddCount, state} = block;
		let from = Number.POSITIVE_INFINITY;
		let to = Number.NEGATIVE_INFINITY;
		for (let index = 0; index < entries.length; index++) {
			const time = entries.time(index);
			from = Math.min(from, time);
			to = Math.max(to, time);
		}

		this.blocks.push({
			...at,
			offset: this.scanned,
			length,
			count: entries.length,
			from,
			to,
		});
		this.gaps.push(...block.gaps);
		this.scanned += length;
		this.lineCount += lineCount;
		this.oddCount += oddCount;
		this.entryCount += entries.length;
		this.#state = state;
	}

	#createReader(head: Uint8Array): BlockReader {
		const {timeZone, writtenAt, place} = this.#options;
		const context = {timeZone, writtenAt};
		const {format, name, firstTime} = detectFormat(
			new TextDecoder().decode(head),
			context,
		);
		this.formatName = name;
		if (firstTime !== undefined) {
			this.#state = {...this.#state, time: firstTime};
		}

		const names = apiNamesOf(name);
		return {
			format,
			readOdd: createAnyReader(context),
			columnReader: new EntryReader(names ?? v1Names),
			isApi: names !== undefined,
			...(place !== undefined && {place}),
		};
	}

	async #read(
		offset: number,
		length: number,
		spare?: Uint8Array,
	): Promise<Uint8Array> {
		const bytes =
			spare !== undefined && spare.length >= length
				? spare
				: Buffer.allocUnsafeSlow(length);
		let filled = 0;
		while (filled < length) {
			const {bytesRead} = await this.#options.handle.read(
				bytes,
				filled,
				length - filled,
				offset + filled,
			);
			if (bytesRead === 0) {
				break;
			}

			filled += bytesRead;
		}

		return bytes.subarray(0, filled);
	}
}

/** In bytes: what is read and parsed at once. */
const blockLength = 512 * 1024;
/** In bytes: a record that is longer is cut. */
const mostRecordLength = 16 * 1024 * 1024;
/** In bytes: with its times, so much is not written twice at one place. */
const seamLength = 256;
/** In milliseconds: for so long blocks are read before keys and frames have their turn. */
const slice = 8;

const newline = 0x0a;

/** A run of whole records, and what is known of it without reading it again. */
export type IndexBlock = {
	readonly offset: number;
	readonly length: number;
	/** Whether it ends with the file, so that nothing follows its last record. */
	readonly isEnd: boolean;
	readonly state: BlockState;
	readonly count: number;
	/** Of its entries; of none without any. */
	readonly from: Micros;
	readonly to: Micros;
};

/** What was read before is needed no more. */
type Spare = {
	readonly bytes: Uint8Array;
	readonly columns: ReadBlock['entries'];
};

type LogFileOptions = {
	readonly name: string;
	readonly handle: FileHandle;
	/** How many bytes there are so far. */
	readonly size: () => Promise<number>;
	readonly timeZone: string;
	/** When the file was written last. */
	readonly writtenAt: Micros;
	/** Stands for a region, where several files are read as one. */
	readonly place?: string;
};

/** What the members of the API's own lines are called, by the name of the format. */
function apiNamesOf(name: string): EntryNames | undefined {
	return name === 'Deno Deploy v1'
		? v1Names
		: name === 'Deno Deploy v2'
			? {...v2Names, deployment: 'revision_id'}
			: undefined;
}
