import {expect, test} from 'vitest';
import {firstLine} from '../../source/log/first-line.ts';
import {patternOf} from '../../source/log/pattern.ts';
import {shapeOf} from '../../source/feeds/json/line-shape.ts';
import {readNextPage} from '../../source/feeds/http/next-page.ts';
import {plainText as networkText} from '../../source/feeds/errors.ts';
import {parseDuration} from '../../source/log/duration.ts';
import {parseStamp} from '../../source/log/stamp.ts';
import {cut, fit, wrap, wrapPieces, wrapWords} from '../../source/text/cut.ts';
import {findJson} from '../../source/text/find-json.ts';
import {highlight, visibleText} from '../../source/text/highlight.ts';
import {
	findKeyValues,
	readStackFrame,
	messageLines,
	messagePieces,
} from '../../source/ui/detail/message-lines.ts';
import {layOutJson} from '../../source/text/lay-out-json.ts';
import {plainText, sanitize} from '../../source/text/sanitize.ts';
import {toAscii} from '../../source/terminal/screen/screen.ts';
import {width} from '../../source/text/width.ts';
import {createTheme} from '../../source/ui/look/theme.ts';
import {messageCells} from '../../source/ui/look/message-cells.ts';
import {safe} from '../../source/ui/look/words.ts';
import {hostileMessages, hostileStarts} from '../helpers/hostile-messages.ts';
import {isSafeRow} from '../helpers/hostile-text.ts';
import {processorTime} from '../helpers/processor-time.ts';

const theme = createTheme({hasColors: true});
const names = {
	time: 'time',
	level: 'level',
	message: 'message',
	region: 'region',
};

/** Everything that reads a message, a field or a header. */
const readers: ReadonlyMap<string, (text: string) => unknown> = new Map(
	Object.entries({
		sanitize: (text) => sanitize(text),
		'sanitize without colours': (text) => sanitize(text, {hasColors: false}),
		safe,
		plainText,
		width,
		cut: (text) => cut(text, 80, {skip: 40, ellipsis: '…'}),
		fit: (text) => fit(text, 80),
		wrap: (text) => wrap(text, 80),
		wrapWords: (text) => wrapWords(text, 80),
		highlight: (text) => highlight(text, ['a', /[a-z]{1,9}\b/gv]),
		visibleText,
		toAscii,
		firstLine,
		patternOf,
		findKeyValues: (text) => [...findKeyValues(text)],
		readStackFrame,
		findJson: (text) =>
			[...findJson(text)].flatMap((range) => [...layOutJson(text, range)]),
		'the detail view': (text) =>
			[...messageLines(text)].map((line) => [
				...messagePieces(line, ['a'], theme),
			]),
		'a row': (text) =>
			messageCells(text, {width: 140, shift: 20, match: ['a'], theme}),
		shapeOf: (text) => shapeOf(text, names),
		nextPage: (text) =>
			readNextPage(
				[`<${text}`, `<x>;${text}`],
				new URL('https://api.example/v1'),
			),
		networkText: (text) => networkText(text),
		parseDuration,
		parseStamp: (text) => parseStamp(text, 'utc'),
	} satisfies Record<string, (text: string) => unknown>),
);

/** What the processor takes for it, in ms, whatever else the machine does. */
function measure(read: (text: string) => unknown, text: string): number {
	const before = processorTime();
	read(text);
	return processorTime() - before;
}

/** Each kind by itself, and behind one of the starts. */
const texts = [...hostileMessages].flatMap(([kind, make], index) =>
	['', hostileStarts[index % hostileStarts.length] ?? ''].map((start) => ({
		kind: `${kind} behind ${JSON.stringify(start)}`,
		make: (length: number) => start + make(length),
	})),
);

test.each([...readers])(
	'%s takes no more than twice as long for a text that is twice as long',
	(_name, read) => {
		for (const {kind, make} of texts) {
			const long = measure(read, make(8000));
			// What is read so soon is no square of anything. Of the others one run may be late by itself.
			if (long > 20) {
				const shorts = [1, 2, 3].map(() => measure(read, make(1000)));
				const longs = [1, 2, 3].map(() => measure(read, make(8000)));
				// Were it the square, it would be 64 times as long.
				expect(Math.min(...longs), kind).toBeLessThan(
					24 * Math.max(...shorts, 1),
				);
			}
		}
	},
);

test.each([600, 2000, 100_000])(
	'a message of %i characters of any kind is shown at once, in its row and in full',
	(length) => {
		for (const {kind, make} of texts) {
			const text = make(length);
			const spent = Math.min(
				...[1, 2].map(() =>
					measure(() => {
						const row = messageCells(text, {
							width: 140,
							shift: 0,
							match: ['a'],
							theme,
						});
						expect(isSafeRow(row), kind).toBe(true);
						showFirstRows(text, 40);
					}, ''),
				),
			);
			// What a key may take; the rest of the time is for drawing.
			expect(spent, kind).toBeLessThan(100);
		}
	},
);

function showFirstRows(text: string, count: number) {
	let shown = 0;
	for (const line of messageLines(text)) {
		for (const row of wrapPieces(messagePieces(line, ['a'], theme), 159)) {
			expect(isSafeRow(row)).toBe(true);
			shown++;
			if (shown === count) {
				return;
			}
		}
	}
}
