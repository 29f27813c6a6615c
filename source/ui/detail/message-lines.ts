import {findKeyValues, type KeyValue} from '../../text/key-values.ts';
import {findJson} from '../../text/find-json.ts';
import {type JsonLine, layOutJson} from '../../text/lay-out-json.ts';
import {readStackFrame, type StackFrame} from '../../text/stack-frame.ts';

/** A line of a message as the detail view lays it out. */
export type MessageLine =
	| {readonly kind: 'text'; readonly text: string}
	| {readonly kind: 'frame'; readonly frame: StackFrame}
	| {readonly kind: 'json'; readonly line: JsonLine}
	| {
			readonly kind: 'pair';
			readonly pair: KeyValue;
			/** Of the longest key. */
			readonly keyWidth: number;
	  };

/** A message with the JSON in it laid out, the frames of its stack known, and its pairs put in a column. */
export function messageLines(message: string): MessageLine[] {
	const whole = message.replaceAll('\r\n', '\n').replace(/\n$/v, '');
	const lines: MessageLine[] = [];
	const pairs: KeyValue[] = [];
	const addText = (text: string) => {
		for (const line of text.split('\n')) {
			lines.push(lineOf(line));
			pairs.push(...(readStackFrame(line) ? [] : findKeyValues(line)));
		}
	};

	let index = 0;
	for (const json of findJson(whole)) {
		const before = whole.slice(index, json.fromIndex).trimEnd();
		if (before !== '') {
			addText(before);
		}

		lines.push(
			...[...layOutJson(whole, json)].flatMap((line) => withUnfolded(line)),
		);
		index = json.toIndex;
	}

	const rest = whole.slice(index);
	if (index === 0 || rest.trim() !== '') {
		addText(rest);
	}

	return pairs.length === 0
		? lines
		: [...lines, {kind: 'text', text: ''}, ...column(pairs)];
}

function lineOf(text: string): MessageLine {
	const frame = readStackFrame(text);
	return frame === undefined ? {kind: 'text', text} : {kind: 'frame', frame};
}

function column(pairs: readonly KeyValue[]): MessageLine[] {
	const keyWidth = Math.max(...pairs.map(({key}) => key.length));
	return pairs.map((pair) => ({kind: 'pair', pair, keyWidth}));
}

/** A stack that stands in a string of JSON is shown as one below it. */
function withUnfolded(line: JsonLine): MessageLine[] {
	const value = line.parts.findLast(({kind}) => kind === 'string')?.text;
	if (!value?.includes(String.raw`\n`)) {
		return [{kind: 'json', line}];
	}

	const [, ...further] = String(JSON.parse(value)).trimEnd().split('\n');
	return [
		{kind: 'json', line},
		...further.map((text) => lineOf(' '.repeat((line.depth + 1) * 2) + text)),
	];
}
