import {Buffer} from 'node:buffer';
import {expect, test, vi} from 'vitest';
import {openDeplog, sizes} from '../helpers/deplog-terminal.ts';
import {until} from '../helpers/until.ts';

/** The build of the demo takes six seconds, and its first error comes eleven after that. */
vi.setConfig({testTimeout: 120_000});

const patience = 60_000;
const pageDown = '\u001B[6~';
const firstError = /^ first error .*!$/mv;

/** What deplog is there to answer, on the simulated deployments: how it is started, when a reader would ask, the keys that are pressed then, and what is on the screen after them. */
const questions: ReadonlyArray<{
	readonly question: string;
	readonly argv: readonly string[];
	readonly asked?: RegExp;
	readonly keys: readonly string[];
	readonly answers: readonly RegExp[];
}> = [
	{
		question: 'Did it deploy?',
		argv: ['demo'],
		keys: [],
		answers: [/^ storefront-7f3k2m {2}✓ success /mv],
	},
	{
		question: 'Why did it not?',
		argv: ['demo', 'failed'],
		keys: [],
		answers: [
			/^ storefront-9d1c4e {2}✗ failed /mv,
			/^ first error of the build {2}TS2339 \[ERROR\]: Property 'bundle' does no/mv,
			/^▌error {3}TS2339 \[ERROR\]: Property 'bundle' does not exist/mv,
		],
	},
	{
		question: 'What went wrong first, and where?',
		argv: ['demo'],
		asked: firstError,
		keys: ['!'],
		answers: [
			/^ TypeError: cannot read properties of undefined \(reading 'id'\)\n {5}at renderCartLine \(file:\/\/\/src\/cart\/cart-line\.tsx:48:27\)$/mv,
		],
	},
	{
		question: 'What happened around it?',
		argv: ['demo', '--history'],
		asked: firstError,
		keys: ['!', pageDown],
		answers: [
			/around it, all levels/v,
			/^.\d\d:\d\d:\d\d[.\d]* (?:I|D) .*\n(?:.*\n){0,3}›\d\d:\d\d:\d\d[.\d]* E /mv,
		],
	},
	{
		question: 'What does it log that the one before did not?',
		argv: ['demo'],
		asked: firstError,
		keys: ['p'],
		answers: [
			/^── Patterns · new against \S*6ab1x9, (?:all|\d+ h) of it/mv,
			/^▌ .* E .* new +TypeError: cannot read properties of/mv,
		],
	},
];

for (const {question, argv, asked, keys, answers} of questions) {
	test.concurrent.each(sizes)(
		`${question} Keys: ${keys.length}, at %i × %i`,
		async (columns, rows) => {
			using deplog = openDeplog(argv, {columns, rows});
			if (asked !== undefined) {
				await deplog.shows(asked, patience);
			}

			for (const [index, key] of keys.entries()) {
				if (index > 0) {
					// eslint-disable-next-line no-await-in-loop -- A reader looks before the next key.
					await deplog.shows(/of 1[5-9] ──|all levels$/mv);
				}

				deplog.press(key);
			}

			for (const answer of answers) {
				// eslint-disable-next-line no-await-in-loop -- All of them at once in the end.
				await deplog.shows(answer, patience);
			}
		},
	);
}

test.concurrent.each(sizes)(
	'Can I have that stack on my clipboard? Keys: 2, at %i × %i',
	async (columns, rows) => {
		using deplog = openDeplog(['demo', '--history'], {columns, rows});
		await deplog.shows(firstError, patience);
		deplog.press('!');
		deplog.press('y');
		await deplog.shows(/message copied: .*handed to the terminal/v);
		await until(() => {
			const [encoded = ''] =
				/(?<=\]52;c;)[\w+\/=]+/v.exec(deplog.bytes()) ?? [];
			expect(Buffer.from(encoded, 'base64').toString()).toMatch(
				/^Error: card declined by issuer .*\n {4}at authorize \(file:\/\/\/src\/payments\/authorize\.ts:61:11\)/v,
			);
		});
	},
);
