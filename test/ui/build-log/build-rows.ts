import {expect, test} from 'vitest';
import {createBuildRows} from '../../../source/ui/build-log/build-rows.ts';
import {createTheme} from '../../../source/ui/look/theme.ts';
import {noon, stateAfter} from '../../helpers/state-after.ts';
import {settingAt} from '../../helpers/whole-ui.ts';

test('the text of an error is red, of a warning yellow, where it brings no colours of its own', () => {
	const state = stateAfter([
		{
			kind: 'build-lines',
			fromIndex: 0,
			entries: [
				{level: 'info', message: 'plain'},
				{level: 'warn', message: 'old'},
				{level: 'error', message: 'broken'},
				{level: 'error', message: '\u001B[32mgreen\u001B[39m'},
			],
			malformedCount: 0,
		},
	]);
	const theme = createTheme({hasColors: true});
	const rows = createBuildRows({
		get: () => state,
		snapshot() {
			throw new Error('Rows of the build log need none.');
		},
		setting: {...settingAt(() => noon), theme},
	});
	const shown = Array.from({length: 10}, (_, index) => rows.row(index, 60, 10));
	const rowOf = (text: string) => shown.find((row) => row.includes(text));
	expect(rowOf('plain')).not.toContain('\u001B[33mplain');
	expect(rowOf('old')).toContain(theme.paint('warningText', 'old'));
	expect(rowOf('broken')).toContain(theme.paint('errorText', 'broken'));
	expect(rowOf('green')).toContain('\u001B[32mgreen');
});
