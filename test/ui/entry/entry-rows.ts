import {expect, test} from 'vitest';
import {foldKey} from '../../../source/log/entry.ts';
import {LogBuffer} from '../../../source/store/buffer/log-buffer.ts';
import {
	charactersOf,
	type EntryLook,
	entryRows,
} from '../../../source/ui/entry/entry-rows.ts';
import {createTheme} from '../../../source/ui/look/theme.ts';
import {hostileMessages} from '../../helpers/hostile-messages.ts';
import {processorTime} from '../../helpers/processor-time.ts';

const theme = createTheme({hasColors: true});

const looks: Readonly<Record<string, Partial<EntryLook>>> = {
	'in a row': {},
	'scrolled sideways': {shift: 24},
	wrapped: {width: 20, isWrapped: true},
};

function lookOf(look: Partial<EntryLook>): EntryLook {
	return {
		width: 60,
		shift: 0,
		isWrapped: false,
		unfolded: new Set(),
		match: ['a'],
		regionWidth: 0,
		time: () => '12:03:21',
		theme,
		...look,
	};
}

function held(message: string) {
	const buffer = new LogBuffer();
	const origin = {source: 1, text: ''};
	const entry = {time: 0, level: 'error', region: 'eu', message};
	return {buffer, id: buffer.append(entry, origin), entry};
}

/** The rows for which the beginning of a message was read. */
function rowsOf(message: string, look: EntryLook): readonly string[] {
	const {buffer, id} = held(message);
	const head = buffer.head(id, charactersOf(look));
	return head === undefined ? [] : entryRows(head, look);
}

const texts = [
	...hostileMessages,
	['blank lines', (length: number) => `${'\n'.repeat(length)}said\nmore`],
	['blanks', (length: number) => `${' '.repeat(length)}\n\n said`],
	['an end', (length: number) => `${'word '.repeat(length / 5)}\n`],
	['no end', (length: number) => `${'x'.repeat(length)}\nmore\n\n`],
] as const;

test.each(Object.entries(looks))(
	'a message looks the same %s, whether its beginning was read or all of it',
	(_name, given) => {
		const look = lookOf(given);
		for (const [kind, make] of texts) {
			const message = make(40_000);
			expect(rowsOf(message, look), kind).toEqual(
				entryRows(held(message).entry, look),
			);
		}
	},
);

test('what is unfolded or wrapped and goes on further says where the rest is', () => {
	const rest = '⋯ enter shows the rest';
	const lines = 'a line\n'.repeat(600_000);
	const {entry} = held(lines);
	const unfolded = rowsOf(lines, lookOf({unfolded: new Set([foldKey(entry)])}));
	expect(unfolded).toHaveLength(501);
	expect(unfolded.at(-1)).toContain(rest);
	const wrapped = lookOf({isWrapped: true});
	expect(rowsOf('x'.repeat(1_000_000), wrapped)).toHaveLength(501);
	expect(rowsOf('x'.repeat(1_000_000), wrapped).at(-1)).toContain(rest);
	expect(rowsOf('東'.repeat(100_000), wrapped).at(-1)).toContain(rest);
	expect(rowsOf('x'.repeat(1000), wrapped).at(-1)).not.toContain(rest);
});

test('the further lines of a long message are counted, as far as anyone reads such a number', () => {
	const look = lookOf({});
	const row = (message: string) =>
		rowsOf(message, look).join('\n').replaceAll('\u001B[0m', '');
	expect(row('a\n'.repeat(10_001))).toMatch(/⋯ 10000$/v);
	expect(row('a\n'.repeat(10_002))).toMatch(/⋯ 10000\+$/v);
	expect(row(`${'x'.repeat(100_000)}\nb\nc\n`)).toMatch(/⋯ 2$/v);
});

test('a screen full of messages of megabytes takes no longer to draw than one of short ones', () => {
	for (const unit of ['plain ascii ', 'schön\n', '東', '\u001B[31mred ']) {
		const {buffer, id} = held(unit.repeat(1_000_000));
		const look = lookOf({width: 160});
		const draw = () => {
			const before = processorTime();
			for (let row = 0; row < 40; row++) {
				const head = buffer.head(id, charactersOf(look));
				expect(head && entryRows(head, look)).toHaveLength(1);
			}

			return processorTime() - before;
		};

		// To read all of such a message takes 10 to 40 ms.
		expect(Math.min(draw(), draw()), unit).toBeLessThan(250);
	}
});
