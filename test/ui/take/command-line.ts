import {execFileSync} from 'node:child_process';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readCommand} from '../../../source/config/read-command.ts';
import {
	createFilter,
	createQuery,
	type Query,
} from '../../../source/log/query.ts';
import {commandLine} from '../../../source/ui/take/command-line.ts';

const now = Date.UTC(2026, 10, 24, 12) * 1000;
const words = ['deplog', 'storefront-7f3k2m'];

const queries: fc.Arbitrary<Query> = fc
	.record({
		levels: fc.subarray(['error', 'warning', 'info']),
		regions: fc.subarray(['gcp-us-east4', 'gcp-europe-west3']),
		// No shell and no terminal lets these through in an argument.
		text: fc
			.string({unit: 'grapheme', maxLength: 20})
			.filter((text) => !/[\p{Cc}\p{Cs}]|dd[a-z]_/iv.test(text)),
		since: fc.option(fc.integer({min: now - 10 ** 12, max: now - 10 ** 9})),
		until: fc.option(fc.integer({min: now - 10 ** 9 + 1, max: now})),
		order: fc.constantFrom('asc' as const, 'desc' as const),
	})
	.map(({levels, regions, text, since, until, order}) =>
		createQuery({
			filter: createFilter({levels, regions, text}),
			range: {
				...(since !== null && {since}),
				...(until !== null && {until}),
			},
			order: until === null ? 'asc' : order,
		}),
	);

test('what a shell makes of the line asks for the same query', async () => {
	await fc.assert(
		fc.asyncProperty(queries, async (query) => {
			const line = commandLine(words, query, {isPrinting: true});
			const argv = execFileSync('sh', [
				'-c',
				String.raw`deplog() { printf '%s\0' "$@"; }; ${line}`,
			])
				.toString()
				.split('\0')
				.slice(0, -1);
			const command = await readCommand(argv, {
				// eslint-disable-next-line @typescript-eslint/naming-convention -- A name of the environment.
				environment: {DENO_DEPLOY_TOKEN: 'secret'},
				now,
				isTerminal: true,
			});
			expect(command).toMatchObject({
				kind: 'deployment',
				isPrinting: true,
				target: {deploymentId: 'storefront-7f3k2m'},
				options: {
					filter: query.filter,
					range: {since: query.range.since, until: query.range.until},
					order: query.order,
					isFollowing: query.range.until === undefined,
				},
			});
		}),
		{numRuns: 40},
	);
}, 40_000);

test('a line is as short as it can be', () => {
	expect(commandLine(words, createQuery(), {isPrinting: false})).toBe(
		'deplog storefront-7f3k2m',
	);
	expect(
		commandLine(
			words,
			createQuery({
				filter: createFilter({levels: ['error'], text: "can't"}),
				range: {since: now},
			}),
			{isPrinting: true},
		),
	).toBe(
		String.raw`deplog storefront-7f3k2m --print --follow --level error --query 'can'\''t' --since 2026-11-24T12:00:00.000Z`,
	);
});

test('a token that is searched for is in no line', () => {
	expect(
		commandLine(
			words,
			createQuery({filter: createFilter({text: 'ddp_abcdefg'})}),
			{isPrinting: true},
		),
	).not.toContain('ddp_abcdefg');
});
