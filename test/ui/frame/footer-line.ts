import {describe, expect, it} from 'vitest';
import {type Action} from '../../../source/store/action.ts';
import {visibleText} from '../../../source/text/highlight.ts';
import {width as widthOf} from '../../../source/text/width.ts';
import {footerLine} from '../../../source/ui/frame/footer-line.ts';
import {
	arrive,
	ask,
	cut,
	noon,
	opened,
	refused,
	second,
	stateAfter,
} from '../../helpers/state-after.ts';
import {createReader} from '../../helpers/reader.ts';
import {settingAt} from '../../helpers/whole-ui.ts';

const setting = settingAt(() => noon);
const asked: Action = {kind: 'ask'};

function footer(actions: readonly Action[], columns = 160): string {
	return visibleText(
		footerLine(stateAfter(actions, {columns}), setting, columns),
	);
}

/** After keys that open something. */
function footerAfter(chords: readonly string[], columns = 160) {
	const reader = createReader([opened, arrive([{}])], {columns});
	reader.press(...chords);
	return visibleText(footerLine(reader.store.get(), setting, columns));
}

describe('in the list', () => {
	it('a range has its count and its keys, at every size', () => {
		const reader = createReader([opened, arrive([{}, {}, {}, {}])]);
		reader.press('V', 'k', 'k');
		for (const [columns, words] of [
			[
				160,
				/^ 3 entries · {2}y copy {2}Y copy JSON {2}s save {2}\| open in a pager {2}j k more, fewer {2}V drop {2}\? keys/v,
			],
			[80, /^ 3 entries · {2}y copy {2}.*s save.*V drop/v],
			[40, /^ 3 entries · {2}y copy {2}s save/v],
		] as const) {
			expect(
				visibleText(footerLine(reader.store.get(), setting, columns)),
			).toMatch(words);
		}

		reader.press('V');
		expect(
			visibleText(footerLine(reader.store.get(), setting, 80)),
		).not.toContain('entries ·');
	});

	it('there are the keys that matter, as many as fit, and how to get help and out', () => {
		expect(footer([opened])).toBe(
			' e w i levels  r region  / text  x clear  p patterns  t time  f follow  c context  enter open  ! first error  : commands  ? keys  q quit    server: all entries',
		);
		expect(footer([opened], 80)).toMatch(
			/^ e w i levels .*\/ text .*: commands {2}\? keys {2}q quit/v,
		);
		expect(footer([opened], 40)).toBe(
			' ? keys  q quit     server: all entries',
		);
	});

	it('what the server was asked stands at the right, once it is asked', () => {
		const query = ask({levels: ['error', 'warning'], text: 'time out'});
		expect(footer([opened, query])).toMatch(/ server: all entries$/v);
		expect(footer([opened, query, asked])).toMatch(
			/ server: level=error,warning q=time out$/v,
		);
		expect(
			footer([
				ask(
					{regions: ['gcp-us-east4']},
					{range: {since: noon, until: noon + second}, order: 'asc'},
				),
				asked,
			]),
		).toMatch(
			/ server: region=gcp-us-east4 since=2025-11-24T12:00:00Z unti…$/v,
		);
	});

	it('without a connection it says what is to be asked, and after a refusal why nothing is', () => {
		const query = ask({levels: ['error']});
		expect(footer([opened, cut, query, asked])).toMatch(
			/ not asked yet: level=error$/v,
		);
		// The header says it where there is room for all of it.
		expect(footer([opened, arrive([{}]), refused], 80)).toMatch(
			/ The token may not read this deployment \(403\)\.$/v,
		);
	});

	it('how to get help and out gives way to no query, however wide its characters are', () => {
		const query = ask({text: '東京都'.repeat(20)});
		for (let columns = 40; columns <= 160; columns++) {
			const line = footer([opened, query, asked], columns);
			expect(widthOf(line)).toBeLessThanOrEqual(columns);
			expect(line).toContain('? keys  q quit');
		}
	});
});

it.each<readonly [string, readonly string[], string]>([
	['the text prompt', ['/'], 'enter search  esc cancel  ↑ ↓ recall'],
	['the time prompt', ['t'], 'enter show  esc cancel  ↑ ↓ presets'],
	['the region picker', ['r'], 'space toggle  enter apply  esc cancel'],
	['the palette', [':'], 'enter run  esc cancel  ↑ ↓ choose'],
	['the picker of deployments', ['@'], 'enter explore  esc cancel  ↑ ↓ choose'],
	['the prompt for a file', ['s'], 'enter save  esc cancel'],
	['the help', ['?'], 'esc close  j k scroll'],
	['the patterns', ['p'], 'enter show these'],
	['the entry in full', ['enter'], 'esc close  tab field'],
	['the histogram', ['4'], '← → choose'],
])('%s says how to use it and how to leave it', (_name, keys, hints) => {
	for (const columns of [160, 80, 40]) {
		const line = footerAfter(keys, columns);
		expect(line).toContain('esc ');
		expect(line).not.toContain('asked');
		expect(widthOf(line)).toBeLessThanOrEqual(columns);
	}

	expect(footerAfter(keys)).toContain(hints);
});

describe('the answer to a key', () => {
	it('has the footer to itself until the next key', () => {
		const reader = createReader([opened, arrive([{}])]);
		reader.press('o');
		const line = () => visibleText(footerLine(reader.store.get(), setting, 80));
		expect(line()).toBe(
			' The order can be turned in a past range only: t chooses one.',
		);
		reader.press('j');
		expect(line()).toContain('? keys  q quit');
	});

	it('is cut where it is too long, and says so', () => {
		const text = 'Nothing of 東京 that was typed is lost. '.repeat(4);
		const line = footer([{kind: 'notice', text}], 40);
		expect(widthOf(line)).toBeLessThanOrEqual(40);
		expect(line).toMatch(/^ Nothing of 東京 .*…$/v);
	});
});
