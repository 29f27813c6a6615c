import {expect, test} from 'vitest';
import {createTheme, themeNames} from '../../../source/ui/look/theme.ts';

const roles = ['quiet', 'bad', 'warning', 'errorText', 'key', 'match'] as const;

test.each(themeNames)('%s keeps to 16 colors', (name) => {
	const theme = createTheme({hasColors: true, name});
	for (const role of roles) {
		for (const [, codes = ''] of theme
			.paint(role, 'x')
			.matchAll(/\[([\d;]*)m/gv)) {
			for (const code of codes.split(';').map(Number)) {
				expect([0, 1, 2, 4, 7].includes(code) || isColor(code)).toBe(true);
			}
		}
	}
});

function isColor(code: number): boolean {
	return (code >= 30 && code <= 37) || (code >= 90 && code <= 97);
}

test('high contrast has nothing dim, and tells errors from warnings without hues', () => {
	const theme = createTheme({hasColors: true, name: 'high-contrast'});
	expect(theme.paint('quiet', 'x')).toBe('x');
	expect(theme.paint('error', 'x')).toBe('\u001B[1;7mx\u001B[0m');
	expect(theme.paint('warning', 'x')).toBe('\u001B[1;4mx\u001B[0m');
});

test('none shows no color, neither ours nor those of messages', () => {
	const theme = createTheme({hasColors: true, name: 'none'});
	expect(theme.hasColors).toBe(false);
	expect(theme.paint('error', 'x')).toBe('\u001B[1mx\u001B[0m');
});

test('light has no yellow and no cyan', () => {
	const theme = createTheme({hasColors: true, name: 'light'});
	for (const role of [...roles, 'busy', 'focused', 'name'] as const) {
		expect(theme.paint(role, 'x')).not.toMatch(/\[(?:\d;)?3[36]m/v);
	}
});
