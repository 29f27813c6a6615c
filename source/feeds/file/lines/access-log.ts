import {Buffer} from 'node:buffer';
import {type EntryColumns} from '../../../log/entry-columns.ts';
import {Block} from '../../json/block.ts';
import {type ByteReader, closeBrace, endOfQuoted} from './line-bytes.ts';
import {type ReadEntry} from './read-entry.ts';
import {type SameHour} from './same-hour.ts';
import {type StampReader} from './stamp-reader.ts';

/** `127.0.0.1 - frank [10/Oct/2026:13:55:36 -0700] "GET / HTTP/1.1" 200 2326`: nginx, Apache, Caddy's common log. */
export function readAccessLog(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
	const [
		,
		client = '',
		user = '',
		stamp = '',
		request = '',
		status = '',
		rest = '',
	] = accessLine.exec(line) ?? [];
	const time = stamps.read(stamp);
	return time === undefined
		? undefined
		: {
				time,
				level: statusLevel(Number(status)),
				region: '',
				message:
					`${request} status=${status} client=${client}${user === '-' ? '' : ` user=${user}`} ${rest}`.trimEnd(),
			};
}

const accessLine =
	/^(?:\S{1,255} )?(\S{1,255}) \S{1,64} (\S{1,255}) \[(\d\d\/[A-Z][a-z]{2}\/\d{4}[: ]\d\d:\d\d:\d\d(?: [+\-]\d{4})?)\] "((?:[^"\\]|\\.)*)" (\d{3}) (.*)$/sv;

function statusLevel(status: number): string {
	return status >= 500 ? 'error' : status >= 400 ? 'warning' : 'info';
}

/** Reads lines off their bytes that begin with the client and are of the hour of the last one. */
export class AccessBytes implements ByteReader {
	readonly #times: SameHour;
	#view: DataView = new DataView(new ArrayBuffer(0));
	#from = 0;
	#clientEnd = 0;
	#userStart = 0;
	#userEnd = 0;
	#requestStart = 0;
	#requestEnd = 0;
	#level = '';
	#to = 0;

	constructor({whole}: StampReader) {
		this.#times = whole;
	}

	recognize(block: Block, from: number, to: number): boolean {
		const {bytes, view} = block;
		this.#view = view;
		this.#from = from;
		this.#clientEnd = endOfWord(bytes, from, to);
		const nameStart = this.#clientEnd + 1;
		this.#userStart = endOfWord(bytes, nameStart, to) + 1;
		this.#userEnd = endOfWord(bytes, this.#userStart, to);
		const timeStart = this.#userEnd + 2;
		if (
			bytes[this.#userEnd + 1] !== openBracket ||
			this.#userStart - 1 === nameStart ||
			this.#userEnd === this.#userStart ||
			timeStart >= to ||
			!this.#times.read(block, timeStart)
		) {
			return false;
		}

		const {end} = this.#times;
		this.#requestStart = end + 3;
		this.#requestEnd = endOfQuoted(bytes, this.#requestStart, to);
		const status = this.#requestEnd + 2;
		const last = bytes[to - 1];
		if (
			bytes[end] !== closeBracket ||
			bytes[end + 1] !== space ||
			bytes[end + 2] !== quote ||
			status + 4 >= to ||
			bytes[status - 1] !== space ||
			bytes[status + 3] !== space ||
			last === space ||
			last === closeBrace ||
			!isStatus(bytes, status)
		) {
			return false;
		}

		const first = (bytes[status] ?? 0) - digit0;
		this.#level = first >= 5 ? 'error' : first === 4 ? 'warning' : 'info';
		this.#to = to;
		return true;
	}

	add(columns: EntryColumns, place = '') {
		const view = this.#view;
		const status = this.#requestEnd + 2;
		const hasUser =
			this.#userEnd - this.#userStart > 1 ||
			view.getUint8(this.#userStart) !== hyphen;
		columns.beginMessage(this.#to - this.#from + roomForNames);
		columns.writeBytes(view, this.#requestStart, this.#requestEnd);
		columns.writeBytes(statusName, 0, statusName.byteLength);
		columns.writeBytes(view, status, status + 3);
		columns.writeBytes(clientName, 0, clientName.byteLength);
		columns.writeBytes(view, this.#from, this.#clientEnd);
		if (hasUser) {
			columns.writeBytes(userName, 0, userName.byteLength);
			columns.writeBytes(view, this.#userStart, this.#userEnd);
		}

		columns.writeBytes(view, status + 3, this.#to);
		columns.endMessage(this.#times.time, this.#level, place);
	}
}

const statusName = viewOf(' status=');
const clientName = viewOf(' client=');
const userName = viewOf(' user=');
const roomForNames =
	statusName.byteLength + clientName.byteLength + userName.byteLength;

function viewOf(text: string): DataView {
	return new Block(Buffer.from(text)).view;
}

/** Where the next blank stands, else `to`. */
function endOfWord(bytes: Uint8Array, from: number, to: number): number {
	let at = from;
	while (at < to && (bytes[at] ?? 0) > space) {
		at++;
	}

	return at;
}

function isStatus(bytes: Uint8Array, at: number): boolean {
	for (let index = at; index < at + 3; index++) {
		const digit = (bytes[index] ?? 0) - digit0;
		if (digit < 0 || digit > 9) {
			return false;
		}
	}

	return true;
}

const space = 0x20;
const quote = 0x22;
const hyphen = 0x2d;
const digit0 = 0x30;
const openBracket = 0x5b;
const closeBracket = 0x5d;
