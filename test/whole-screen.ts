import process from 'node:process';
import fc from 'fast-check';
import {afterEach, beforeEach, describe, it, vi} from 'vitest';
import {loadFuzzySearch} from '../source/ui/look/fuzzy-search.ts';
import {deedOf, plainMessage, wildMessage} from './helpers/deeds.ts';
import {drive, tmuxEyes, xtermEyes} from './helpers/drive.ts';
import {hasTmux, openTmux} from './helpers/tmux-terminal.ts';

/** For a search by hand: `DEPLOG_RUNS=2000 DEPLOG_SEED=7 npx vitest run test/whole-screen.ts`. */
const settings = {
	numRuns: Number(process.env['DEPLOG_RUNS'] ?? 1),
	seed: Number(process.env['DEPLOG_SEED'] ?? 1),
	endOnFailure: process.env['DEPLOG_RUNS'] === undefined,
};
const longest = 3_600_000;

beforeEach(async () => {
	await loadFuzzySearch();
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'performance']});
});

afterEach(() => {
	vi.useRealTimers();
});

const deedsOf = (message: fc.Arbitrary<string>) =>
	fc.array(deedOf(message), {minLength: 20, maxLength: 40});

describe('whatever happens, the terminal shows what a new one would', () => {
	it.each([
		['plain text at 160 × 45', 160, 45, plainMessage],
		['plain text at 80 × 24', 80, 24, plainMessage],
		['text of every kind at 160 × 45', 160, 45, wildMessage],
		['text of every kind at 80 × 24', 80, 24, wildMessage],
		['text of every kind at 40 × 12', 40, 12, wildMessage],
	] as const)(
		'%s',
		{timeout: longest},
		async (_name, columns, rows, message) => {
			await fc.assert(
				fc.asyncProperty(deedsOf(message), async (deeds) => {
					await drive(xtermEyes(columns, rows), {columns, rows, deeds});
				}),
				settings,
			);
		},
	);
});

it('what stands around the entry that is shown in full is told as it becomes known', async () => {
	await drive(xtermEyes(160, 45), {
		columns: 160,
		rows: 45,
		deeds: [
			{kind: 'page', from: 5, messages: ['a page']},
			{kind: 'press', keys: '\r'},
			{kind: 'append', messages: ['a late entry'], late: 30},
		],
	});
});

describe('in tmux, whose right margin is another', () => {
	it.for([
		['plain text at 80 × 24', 80, 24, plainMessage],
		['text of every kind at 160 × 45', 160, 45, wildMessage],
		['text of every kind at 40 × 12', 40, 12, wildMessage],
	] as const)(
		'%s',
		{timeout: longest},
		async ([_name, columns, rows, message], {skip}) => {
			skip(!hasTmux, 'tmux is not installed');
			await fc.assert(
				fc.asyncProperty(deedsOf(message), async (deeds) => {
					await using tmux = await openTmux(columns, rows, 2);
					await drive(tmuxEyes(tmux), {columns, rows, deeds});
				}),
				{...settings, numRuns: Math.ceil(settings.numRuns / 2)},
			);
		},
	);

	it('a character that tmux does not know leaves nothing of what was there before', async ({
		skip,
	}) => {
		skip(!hasTmux, 'tmux is not installed');
		await using tmux = await openTmux(40, 12, 2);
		await drive(tmuxEyes(tmux), {
			columns: 40,
			rows: 12,
			deeds: [
				{kind: 'append', messages: ['flags', '\u{11F04}'], late: 0},
				{kind: 'press', keys: '\r'},
				{kind: 'press', keys: 'k'},
				{kind: 'press', keys: 'j'},
			],
		});
	});
});
