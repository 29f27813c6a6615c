import {type Entry} from './entry.ts';
import {formatTime} from './time-text.ts';

/** An entry with the server's fields on one line, of which no byte drives a terminal. */
export function entryJson({
	time,
	timeText,
	level,
	message,
	region,
	trace,
	span,
}: Entry): string {
	return safeJson({
		time: timeText ?? formatTime(time),
		level,
		message,
		region,
		...(trace !== undefined && {[idMembers.trace]: trace}),
		...(span !== undefined && {[idMembers.span]: span}),
	});
}

/** As version 2 of the API names them. */
const idMembers = {trace: 'trace_id', span: 'span_id'} as const;

/** JSON on one line, of which no byte drives a terminal. */
export function safeJson(value: Readonly<Record<string, string>>): string {
	return JSON.stringify(value).replaceAll(
		// Those that JSON does not escape.
		/[\u007F-\u009F]/gv,
		(control) => {
			const code = control.codePointAt(0) ?? 0;
			return String.raw`\u00${code.toString(16)}`;
		},
	);
}
