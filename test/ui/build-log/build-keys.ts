import {expect, it} from 'vitest';
import {visibleText} from '../../../source/text/highlight.ts';
import {type Action} from '../../../source/store/action.ts';
import {footerLine} from '../../../source/ui/frame/footer-line.ts';
import {foundLines} from '../../../source/ui/build-log/found-lines.ts';
import {createBuildRows} from '../../../source/ui/build-log/build-rows.ts';
import {takeKeys} from '../../../source/ui/take/take-keys.ts';
import {createReader} from '../../helpers/reader.ts';
import {arrive, opened} from '../../helpers/state-after.ts';

const lines: Action = {
	kind: 'build-lines',
	fromIndex: 0,
	entries: [
		{level: 'info', message: 'Installing npm packages'},
		{level: 'warning', message: 'npm says: deprecated'},
		{level: 'error', message: 'Cannot find module\n  at main.ts:3'},
		{level: 'info', message: 'Giving up'},
	],
	malformedCount: 0,
};

/** A reader whose build log has the focus, the logs below it. */
function readBuild() {
	const reader = createReader([opened, arrive([{}, {}]), lines], {
		columns: 160,
		rows: 45,
	});
	reader.press('2');
	return {
		...reader,
		shown: () => foundLines(reader.store.get()).map(({entry}) => entry.message),
		notice: () => reader.store.get().screen.notice,
	};
}

it('levels, the text and x are those of the build log, and the query stays', () => {
	const {store, press, dispatch, shown} = readBuild();
	const {query} = store.get().logs;
	press('e');
	expect(shown()).toHaveLength(1);
	press('w');
	expect(shown()).toHaveLength(2);
	press('/');
	dispatch({kind: 'preview', value: 'NPM'});
	press('enter');
	expect(shown()).toEqual(['npm says: deprecated']);
	press('x');
	expect(shown()).toHaveLength(4);
	expect(store.get().logs.query).toBe(query);
});

it('n N and J K go from match to match and from error to error in it', () => {
	const {store, press, dispatch, notice} = readBuild();
	press('n');
	expect(notice()).toContain('/ begins a search');
	press('K');
	expect(store.get().build.selected).toBe(2);
	press('K');
	expect(notice()).toContain('There is no earlier error in the build log.');
	press('/');
	dispatch({kind: 'preview', value: 'npm'});
	press('enter', 'N');
	expect(store.get().build.selected).toBe(0);
	expect(notice()).toBe('match 1 of 2.');
	press('N');
	expect(notice()).toContain('There is no earlier match.');
});

it('u unfolds a line of it in place, v wraps it', () => {
	const {store, press, setting} = readBuild();
	const source = createBuildRows({
		get: store.get,
		setting,
		snapshot() {
			throw new Error('It needs none.');
		},
	});
	const rows = (width = 60) =>
		Array.from({length: 6}, (_, index) =>
			visibleText(source.row(index, width, 6)).trimEnd(),
		);
	press('g', 'j', 'j');
	expect(rows().join('\n')).toContain('⋯ 1');
	press('u');
	expect(rows()).toContain('▌          at main.ts:3');
	press('u', 'v');
	expect(rows(24).join('\n')).toContain('▌        ule  ⋯ 1');
});

it('what it does not have is said, with the way to the logs where they are seen', () => {
	const {store, press, notice} = readBuild();
	for (const [key, why] of [
		['r', 'no regions'],
		['t', 'no times'],
		['m', 'cannot be marked'],
		['<', 'no earlier searches'],
		['-', 'no patterns'],
	] as const) {
		press(key);
		expect(notice()).toContain(why);
		expect(notice()).toContain('3 goes to the logs.');
		expect(store.get().screen.mode.kind).toBe('list');
	}
});

it('the footer is its own', () => {
	const {store, setting} = readBuild();
	const footer = visibleText(footerLine(store.get(), setting, 160));
	expect(footer).not.toContain('asked');
	expect(footer).not.toContain('region');
	expect(footer).toContain('x clear');
});

it('in the pane of the deployment y copies the field that is selected', () => {
	const reader = createReader(
		[
			opened,
			{
				kind: 'details-loaded',
				deployment: {
					id: 'storefront-7f3k2m',
					projectId: '0b6dcc53',
					status: {kind: 'succeeded'},
					domains: ['storefront.deno.dev'],
					databases: {},
				},
			},
		],
		{columns: 160, rows: 45},
	);
	reader.press('1', 'j', 'enter');
	expect(reader.store.get().screen.notice).toBe('domains: storefront.deno.dev');
	reader.press('y');
	expect(reader.asked).toEqual(['copy']);
	reader.press('z', 'w');
	expect(reader.store.get().screen.notice).toContain(
		'The logs are not on the screen',
	);
});

it('C copies the line that prints the build log, and says what that does not narrow', () => {
	const {store, setting, press} = readBuild();
	const named = {
		...setting,
		invocation: {...setting.invocation, now: ['deplog', 'storefront-7f3k2m']},
	};
	const copied = () =>
		takeKeys.find(({keys}) => keys.includes('C'))?.run(store.get(), named, 10);
	const text: unknown = expect.stringMatching(/ --print --build$/v);
	expect(copied()).toEqual([{kind: 'copy', what: 'command', text}]);
	press('e');
	const caveat = "without errors only, which only deplog's screen filters";
	expect(copied()).toEqual([{kind: 'copy', what: 'command', text, caveat}]);
});

it('s saves the build log at once, whatever the logs lack, and offers to load nothing', () => {
	const {store, setting, press, asked} = readBuild();
	press('s');
	expect(visibleText(footerLine(store.get(), setting, 160))).not.toContain(
		'tab',
	);
	press('tab');
	expect(asked.at(-1)).toMatch(/^save .*-build-.*ndjson/v);
});
