import {type OpenAnswer} from '../http/request.ts';
import {jsonLines} from '../json/ndjson.ts';
import {eventLines} from './event-lines.ts';

/** The values of an answer as blocks of lines, as server-sent events or as JSON, by its content type: servers answer with either, whatever was asked for. */
export function contentLines(
	{header, body}: Pick<OpenAnswer, 'header' | 'body'>,
	options: {
		readonly secret?: string | undefined;
		readonly onComment?: (() => void) | undefined;
	},
): AsyncGenerator<Uint8Array, void> {
	const [contentType = ''] = header('content-type');
	return /^\s*text\/event-stream/iv.test(contentType)
		? eventLines(body, options)
		: jsonLines(body);
}
