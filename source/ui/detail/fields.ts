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

/** The message of what is shown in full, looked through once. */
export function fieldLines({entry}: DetailSubject): readonly FieldLine[] {
	let lines = remembered.get(entry);
	if (lines === undefined) {
		lines = messageLines(entry.message).map((line) => {
			const value = textOf(line);
			return value === undefined
				? {line}
				: {line, field: {kind: 'text', value}};
		});
		remembered.set(entry, lines);
	}

	return lines;
}

export function fieldsOf(subject: DetailSubject): Field[] {
	const {entry} = subject;
	return [
		{kind: 'level', value: entry.level},
		...('region' in entry && entry.region !== ''
			? [{kind: 'region', value: entry.region} as const]
			: []),
		...fieldLines(subject).flatMap(({field}) => field ?? []),
	];
}

const remembered = new WeakMap<DetailSubject['entry'], readonly FieldLine[]>();

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
