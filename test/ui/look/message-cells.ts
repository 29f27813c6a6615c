import {expect, test} from 'vitest';
import {
	levelLetter,
	paintMessage,
} from '../../../source/ui/look/message-cells.ts';
import {createTheme} from '../../../source/ui/look/theme.ts';

const theme = createTheme({hasColors: true});

test.each([
	['error', '\u001B[31mbad\u001B[0m'],
	['fatal', '\u001B[31mbad\u001B[0m'],
	['warning', '\u001B[33mbad\u001B[0m'],
	['info', 'bad'],
])('the text of level %s has its colour', (level, painted) => {
	expect(paintMessage('bad', {level, message: 'bad'}, theme)).toBe(painted);
});

test('a message that brings colours keeps them', () => {
	const message = '\u001B[32mfine\u001B[39m';
	expect(paintMessage(message, {level: 'error', message}, theme)).toBe(message);
});

test.each([true, false])(
	'the letter of the row that the reader has stopped at stands in reverse, with colours: %s',
	(hasColors) => {
		const own = createTheme({hasColors});
		expect(levelLetter('info', own, true)).toContain('\u001B[7mI\u001B[0m');
		expect(levelLetter('info', own)).not.toContain('[7m');
	},
);
