import {expect, test} from 'vitest';
import {createFilter} from '../../../source/log/query.ts';
import {
	isSelectedRow,
	readableRow,
	statusWords,
} from '../../../source/ui/linear/show-linear.ts';
import {createReader} from '../../helpers/reader.ts';

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
		'',
	]);
	reader.dispatch({kind: 'live-opened', filter: createFilter({}), at: 0});
	reader.press('e');
	expect(words().slice(1, 3)).toEqual([
		'Logs: live, following',
		'Shown: errors only',
	]);
});
