import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {splitPage} from '../../../source/feeds/v2/read-logs.ts';
import {textOf} from '../../helpers/bytes.ts';

test('the entries of any page come out byte for byte, and the rest beside them', () => {
	fc.assert(
		fc.property(
			fc.array(fc.jsonValue()),
			fc.dictionary(
				fc.string().filter((name) => name !== 'logs' && name !== '__proto__'),
				fc.jsonValue(),
			),
			fc.boolean(),
			fc.constantFrom(undefined, '\t'),
			(logs, rest, isFirst, blanks) => {
				const page = isFirst ? {logs, ...rest} : {...rest, logs};
				const parts = splitPage(
					Buffer.from(JSON.stringify(page, undefined, blanks)),
				);
				expect(JSON.parse(textOf(parts?.logs ?? new Uint8Array()))).toEqual(
					// eslint-disable-next-line unicorn/prefer-structured-clone -- As JSON has it.
					JSON.parse(JSON.stringify(logs)),
				);
				expect(parts?.rest).toEqual({
					// eslint-disable-next-line unicorn/prefer-structured-clone -- As JSON has it.
					...JSON.parse(JSON.stringify(rest)),

					logs: null,
				});
			},
		),
	);
});

test.each([
	['{"logs":null,"next_cursor":null}', 'no entries'],
	['{"error":{"code":"BAD"}}', 'no entries'],
	['[1]', 'nothing'],
	['{"logs":[{"a":1}', 'nothing'],
	['', 'nothing'],
])('%s has %s', (text, has) => {
	const parts = splitPage(Buffer.from(text));
	expect(
		parts === undefined ? 'nothing' : parts.logs === undefined && 'no entries',
	).toBe(has);
});
