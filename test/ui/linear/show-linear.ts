import {expect, test} from 'vitest';
import {createFilter} from '../../../source/log/query.ts';
import {
	isSelectedRow,
	readableRow,
	showLinear,
	statusWords,
} from '../../../source/ui/linear/show-linear.ts';
import {
	createInkOptions,
	createInkStdout,
} from '../../../source/terminal/screen/ink-stdout.ts';
import {createReader} from '../../helpers/reader.ts';
import {arrive, opened} from '../../helpers/state-after.ts';
import {until} from '../../helpers/until.ts';

test('a row is read without colors, lines of boxes and marks', () => {
	expect(readableRow('\u001B[1;36m▌\u001B[0m12:03:21 E  boom ')).toBe(
		'12:03:21 E  boom',
	);
	expect(readableRow('── 12:01 loading ────────')).toBe('12:01 loading');
	expect(isSelectedRow('\u001B[1;36m▌\u001B[0m12:03:21')).toBe(true);
	expect(isSelectedRow(' 12:03:21')).toBe(false);
});

test('the state is said in words', () => {
	const reader = createReader();
	const words = () => [
		...statusWords(reader.store.get(), reader.setting, 0).values(),
	];
	expect(words()).toEqual([
		'Deployment: loading',
		'Logs: connecting, following',
		'Shown: all',
		'In the logs',
		'',
	]);
	reader.dispatch({kind: 'live-opened', filter: createFilter({}), at: 0});
	reader.press('e');
	expect(words().slice(1, 3)).toEqual([
		'Logs: live, following',
		'Shown: errors only',
	]);
});

test('what a prompt covered is not read again, pickers are, and so is what has the keys', async () => {
	const reader = createReader([], {columns: 100, rows: 40});
	const {store, setting, press} = reader;
	let text = '';
	const size = () => ({columns: 100, rows: 40});
	const {close} = showLinear(
		store,
		{
			createInk: (onFrame) => ({
				options: createInkOptions(createInkStdout({size, onFrame})),
				remove: () => undefined,
			}),
			write(more) {
				text += more;
			},
			onKey: () => undefined,
			suspend: () => undefined,
		},
		{
			copy: async () => ({words: '', short: ''}),
			showBare: async () => undefined,
			save: async (path) => ({kind: 'saved', path, count: 1}),
			open: async () => undefined,
		},
		setting,
	);
	/** What is read after keys, once these words are among it. */
	const read = async (chord: string, words: string) => {
		text = '';
		press(chord);
		await until(() => {
			expect(text).toContain(words);
		});
		return text;
	};

	reader.dispatch(
		{
			kind: 'details-loaded',
			deployment: {
				id: 'shop-1',
				projectId: 'shop',
				status: {kind: 'succeeded'},
				domains: [],
				databases: {},
			},
		},
		opened,
		arrive(
			Array.from({length: 60}, (_, index) => ({message: `entry ${index}.`})),
		),
	);
	await until(() => {
		expect(text).toContain('entry 59.');
	});
	await read('k', 'Selected: ');
	await read(':', 'Selected: e ');
	press('escape');
	const after = await read('1', 'Selected: status: ');
	expect(after).toContain('In the deployment');
	expect(after).not.toContain('entry ');
	press('3');
	expect(await read(':', 'Selected: e ')).toContain('warning and worse');
	press('escape');
	expect(await read('4', 'In the histogram')).not.toContain('entry ');
	close();
});
