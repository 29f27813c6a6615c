import {expect, test} from 'vitest';
import {readLevel} from '../../../../source/feeds/file/lines/text-level.ts';

test.each([
	['INFO up', 'INFO', 'up'],
	['[warn] slow', 'warn', 'slow'],
	['[info     ] padded', 'info', 'padded'],
	['<err> gone', 'err', 'gone'],
	['ERROR: no file', 'ERROR', 'no file'],
	['local.ERROR: no file', 'ERROR', 'no file'],
	['INFO[0003] up', 'INFO', 'up'],
	['fail: Microsoft.Hosting', 'fail', 'Microsoft.Hosting'],
	['##[error]exit 1', 'error', 'exit 1'],
	[
		'[main] com.example.App WARN late',
		'WARN',
		'[main] com.example.App WARN late',
	],
	['level=warn msg=x', 'warn', 'level=warn msg=x'],
	['a lvl=warn', 'warn', 'a lvl=warn'],
	['a severity="warn" at=info', 'warn', 'a severity="warn" at=info'],
	['at=warn a', 'warn', 'at=warn a'],
	['attempt=info', '', 'attempt=info'],
	['error connecting to db', 'error', 'error connecting to db'],
	['the error is gone', '', 'the error is gone'],
	['TypeError: x is no function', 'error', 'TypeError: x is no function'],
	['Error: boom', 'error', 'Error: boom'],
	['java.io.IOException: gone', 'error', 'java.io.IOException: gone'],
	["thread 'main' panicked at a.rs", 'error', "thread 'main' panicked at a.rs"],
	['(node:12) Warning: x', 'Warning', '(node:12) Warning: x'],
	['Überall WARN é', 'WARN', 'Überall WARN é'],
	['', '', ''],
])('%s', (text, level, message) => {
	expect(readLevel(text)).toEqual({level, message});
});
