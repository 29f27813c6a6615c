/** Bytes of whole lines, to be read one by one and four at once. */
export class Block {
	readonly bytes: Uint8Array;
	readonly view: DataView;

	constructor(bytes: Uint8Array) {
		this.bytes = bytes;
		this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}
}
