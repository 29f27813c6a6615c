import {type EntryBatch} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {jsonLines} from '../json/ndjson.ts';
import {type DecodeEntries} from '../json/entry-decoder.ts';

/** The entries of an answer as its bytes come, those of a chunk at once. Fails, after what came before, where the server says that something went wrong. */
export async function* decodeBody(
	body: AsyncIterable<Uint8Array>,
	decode: DecodeEntries,
): AsyncGenerator<EntryBatch<EntryColumns>, void> {
	for await (const block of jsonLines(body)) {
		const batch = decode(block);
		if (batch.entries.length > 0 || batch.malformedCount > 0) {
			yield batch;
		}

		if (batch.failure !== undefined) {
			throw batch.failure;
		}
	}
}
