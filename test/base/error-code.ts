import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {codeWords, errorCode} from '../../source/base/error-code.ts';

function catchError(run: () => unknown): unknown {
	try {
		return run();
	} catch (error) {
		return error;
	}
}

test('an error of the system tells its code', () => {
	const error = catchError(() => readFileSync('/no/such/file'));
	expect(errorCode(error)).toBe('ENOENT');
	expect(codeWords(error)).toBe(' (ENOENT)');
});

test.each([new Error('a bug'), 'a text', undefined, {code: 'ENOENT'}])(
	'what is no error of the system has no code: %s',
	(error) => {
		expect(errorCode(error)).toBeUndefined();
		expect(codeWords(error)).toBe('');
	},
);
