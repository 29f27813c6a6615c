import {LazyList} from '../../base/lazy-list.ts';
import {type DetailSubject} from '../../store/screen-state.ts';
import {type MessageLine, messageLines} from './message-lines.ts';

/** What `+` and `-` can act on. */
export type Field =
	| {readonly kind: 'level' | 'region'; readonly value: string}
	/** A member of JSON or a pair, as it stands in the message. */
	| {readonly kind: 'text'; readonly value: string};

/** A line of the message, and the field that it shows. */
export type FieldLine = {
	readonly line: MessageLine;
	readonly field?: Field;
};

/** The message of what is shown in full, looked through once, and as far as it is asked for. */
export function fieldLines({entry}: DetailSubject): LazyList<FieldLine> {
	let lines = remembered.get(entry);
	if (lines === undefined) {
		lines = new LazyList(readFieldLines(entry.message));
		remembered.set(entry, lines);
	}

	return lines;
}

const remembered = new WeakMap<DetailSubject['entry'], LazyList<FieldLine>>();

function* readFieldLines(message: string): Generator<FieldLine, void> {
	for (const line of messageLines(message)) {
		const value = textOf(line);
		yield value === undefined ? {line} : {line, field: {kind: 'text', value}};
	}
}

/** The fields of an entry in the order in which they are shown. */
export function* fieldsOf(subject: DetailSubject): Generator<Field, void> {
	const {entry} = subject;
	yield {kind: 'level', value: entry.level};
	if ('region' in entry && entry.region !== '') {
		yield {kind: 'region', value: entry.region};
	}

	for (const {field} of fieldLines(subject)) {
		if (field !== undefined) {
			yield field;
		}
	}
}

export function fieldAt(
	subject: DetailSubject,
	index: number,
): Field | undefined {
	let count = 0;
	for (const field of fieldsOf(subject)) {
		if (count === index) {
			return field;
		}

		count++;
	}

	return undefined;
}

function textOf(line: MessageLine): string | undefined {
	switch (line.kind) {
		case 'pair': {
			return line.pair.source;
		}

		case 'json': {
			return line.line.member;
		}

		case 'text':
		case 'frame': {
			return undefined;
		}
	}
}
