import {describe, expect, test} from 'vitest';
import {EntryColumns} from '../../source/log/entry-columns.ts';
import {
	allowsLevel,
	levelOf,
	levels,
	levelsFrom,
	rankOf,
} from '../../source/log/level.ts';
import {createFilter, createQuery, matches} from '../../source/log/query.ts';
import {LogBuffer} from '../../source/store/buffer/log-buffer.ts';
import {View} from '../../source/store/view/view.ts';
import {levelLetter} from '../../source/ui/look/message-cells.ts';
import {createTheme} from '../../source/ui/look/theme.ts';

const theme = createTheme({hasColors: false});

describe('Levels by any name', () => {
	test.each([
		[
			'error',
			'ERROR Err fatal FATAL critical CRIT panic emerg alert E [error]',
		],
		['warning', 'WARN warn Warning wrn WARN2 <warning>'],
		['info', 'notice log LOG Info informational INFO4 NOTICE: i'],
		['debug', 'trace TRACE verbose silly DEBUG5 fine D dbg'],
		[
			'error',
			'\u001B[31merror\u001B[39m \u001B[1m\u001B[31mERROR\u001B[39m\u001B[22m ERR! LOG_ERR LogLevel.Error SEVERITY_NUMBER_ERROR2 level=error',
		],
		['warning', '\u001B[33mwarn\u001B[39m log_warning'],
		['debug', 'http DEBU TRAC'],
		['error', 'ERRO FATA PANI'],
		['error', '50 60 0 1 2 3'],
		['warning', '40 4 45'],
		['info', '30 5 6'],
		['debug', '10 20 7'],
	])('means %s: %s', (level, names) => {
		for (const name of names.split(' ')) {
			expect([name, levelOf(name)]).toEqual([name, level]);
		}
	});

	test('leaves names that mean none of the four as they are', () => {
		for (const name of [
			'',
			'audit',
			'8',
			'100',
			'__proto__',
			'constructor',
			'errorless',
			'e'.repeat(100_000),
		]) {
			expect(levelOf(name)).toBeUndefined();
			expect(rankOf(name)).toBe(levels.length);
		}
	});

	test('remembers no more names than it has room for', () => {
		for (let index = 0; index < 5000; index++) {
			expect(levelOf(`level${index}`)).toBeUndefined();
		}

		expect(levelOf('FATAL')).toBe('error');
	});

	test('never lets a row that is drawn as an error vanish under the errors', () => {
		const errors = createFilter({levels: levelsFrom('error')});
		for (const level of [
			'ERROR',
			'fatal',
			'Extra',
			'emission',
			'50',
			'E',
			'eeeek',
			'warn',
			'audit',
			'',
		]) {
			const isDrawnAsError = levelLetter(level, theme).includes('E');
			expect([
				level,
				matches(errors, {time: 0, level, message: '', region: ''}),
			]).toEqual([level, isDrawnAsError]);
		}
	});

	test('are asked of the server by the four names that it knows', () => {
		expect(createFilter({levels: ['WARN', 'fatal', 'err']}).levels).toEqual([
			'error',
			'warning',
		]);
		expect(allowsLevel(['audit'], 'audit')).toBe(true);
	});

	test('are found among the entries that are loaded', () => {
		const buffer = new LogBuffer();
		const names = ['ERROR', 'info', 'fatal', 'custom', 'WARN', 'error'];
		buffer.appendRun(
			EntryColumns.of(
				names.map((level, time) => ({
					time,
					level,
					message: level,
					region: '',
				})),
			),
			[0, names.length],
			{source: 1, text: ''},
		);
		const view = new View(
			buffer,
			createQuery({filter: createFilter({levels: ['error']})}),
		);
		view.run(() => true, 0);
		expect(view.count().count).toBe(3);
	});
});
