import {expect, test} from 'vitest';
import {fileTraits} from '../../../source/feeds/file/file-feed.ts';
import {v1Traits} from '../../../source/feeds/v1/v1.ts';
import {v2Traits} from '../../../source/feeds/v2/v2-api.ts';
import {type FeedTraits} from '../../../source/log/feed-traits.ts';
import {visibleText} from '../../../source/text/highlight.ts';
import {width as widthOf} from '../../../source/text/width.ts';
import {listedViews, views} from '../../../source/ui/frame/views.ts';
import {helpLines} from '../../../source/ui/help/help-view.tsx';
import {inWordsOf} from '../../../source/ui/look/words.ts';
import {labelsOf} from '../../../source/ui/keys/binding.ts';
import {createReader} from '../../helpers/reader.ts';

const listedKeys = listedViews().flatMap(({keys}) => keys);

const sizes = [
	[40, 12],
	[80, 24],
	[120, 32],
	[160, 45],
] as const;

/** What the help shows on so many rows. */
function open(columns: number, rows: number) {
	const {store, setting, press, dispatch} = createReader([], {columns, rows});
	press('?');
	if (views.help.place !== 'cover') {
		throw new Error('The help covers the panes.');
	}

	const source = views.help.list.createRows({
		get: store.get,
		setting,
		snapshot() {
			throw new Error('The help needs none.');
		},
	});
	return {
		press,
		dispatch,
		resize(newColumns: number, newRows: number) {
			dispatch({kind: 'resize', columns: newColumns, rows: newRows});
		},
		mode: () => store.get().screen.mode.kind,
		rows() {
			const {screen} = store.get();
			const height = screen.rows - (screen.rows < 16 ? 3 : 4);
			return Array.from({length: height}, (_, index) =>
				visibleText(source.row(index, screen.columns, height)),
			);
		},
	};
}

/** All that it holds, column after column, as one text. */
function wholeText(columns: number): string {
	const cells = helpLines(listedKeys, columns);
	return [0, 1]
		.flatMap((column) =>
			cells.map((row) => {
				const {title = '', keys = '', help = ''} = row[column] ?? {};
				return `${title}${keys} ${help}`;
			}),
		)
		.join(' ')
		.replaceAll(/\s+/gv, ' ');
}

test.each(sizes)(
	'every key can be read with all that is said of it at %i × %i',
	(columns, rows) => {
		const text = wholeText(columns);
		for (const binding of listedKeys) {
			if (binding.keys.length > 0) {
				expect(text).toContain(`${labelsOf(binding)} ${binding.help}`);
			}
		}

		const help = open(columns, rows);
		const seen = [help.rows()];
		for (let page = 0; page < 20; page++) {
			help.press('pagedown');
			seen.push(help.rows());
		}

		for (const row of seen.flat()) {
			expect(widthOf(row)).toBeLessThanOrEqual(columns);
			expect(row).not.toContain('…');
		}
	},
);

test('it begins with what is used most, and scrolls to its end and no farther', () => {
	const {rows, press} = open(80, 24);
	expect(rows()[0]?.trimEnd()).toBe(' Filter');
	expect(rows()[1]?.trimEnd()).toBe(
		'   e             errors only; again: all levels',
	);
	press('j');
	expect(rows()[0]?.trimEnd()).toBe(
		'   e             errors only; again: all levels',
	);
	press('G');
	const end = rows();
	expect(end.join('\n')).toContain('in the empty prompt');
	press('j', 'pagedown');
	expect(rows()).toEqual(end);
	press('g');
	expect(rows()[0]?.trimEnd()).toBe(' Filter');
	press('k');
	expect(rows()[0]?.trimEnd()).toBe(' Filter');
});

test('where all of it fits nothing scrolls', () => {
	const {rows, press} = open(160, 100);
	const all = rows();
	press('j', 'pagedown', 'G');
	expect(rows()).toEqual(all);
});

test('on a terminal that grows meanwhile it fills the screen', () => {
	const {rows, press, resize} = open(40, 12);
	press('G');
	resize(160, 45);
	const end = rows();
	expect(end.join('\n')).toContain('In the text prompt');
	press('k');
	expect(rows().slice(1)).toEqual(end.slice(0, -1));
});

test('what is looked for narrows it as one types, and esc shows all again', () => {
	const {press, dispatch, mode, rows} = open(160, 45);
	const all = rows();
	press('/');
	expect(mode()).toBe('help-search');
	dispatch({kind: 'mode', mode: {kind: 'help-search', value: 'clipboard'}});
	expect(rows().join('\n')).toContain('copy the message');
	expect(rows().join('\n')).not.toContain('errors only');
	press('enter');
	expect(mode()).toBe('help');
	press('j', '/');
	expect(rows().join('\n')).not.toContain('errors only');
	dispatch({kind: 'mode', mode: {kind: 'help-search', value: 'zzz'}});
	expect(rows().join('\n')).toContain('No key matches that.');
	press('escape');
	expect(rows()).toEqual(all);
	expect(mode()).toBe('help');
});

test.each([['escape'], ['q'], ['?']])('%s closes it', (key) => {
	const {press, mode} = open(80, 24);
	press(key);
	expect(mode()).toBe('list');
});

test('keys are told in the words of what is asked', () => {
	const told = (traits: FeedTraits) =>
		listedKeys.map(({help}) => inWordsOf(traits, help)).join('\n');
	expect(told(v2Traits)).toContain('the first error since this revision');
	expect(told(v2Traits)).toContain('focus the revision');
	expect(told(v2Traits)).not.toMatch(/deployment|project/v);
	expect(told(v1Traits)).not.toMatch(/revision|\bapp\b/v);
	expect(told(fileTraits)).toContain('the first error, opened');
	expect(told(fileTraits)).not.toMatch(/since this/v);
});
