/* eslint-disable no-await-in-loop -- One key is pressed after the other. */

import {Buffer} from 'node:buffer';
import {mkdtemp, rm, writeFile, mkdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {readEscapeSequence} from '../source/base/escape-sequence.ts';
import {complete} from '../source/commands/completion.ts';
import {diffJson, diffText} from '../source/commands/diff.ts';
import {createReporter, findCi} from '../source/commands/wait/reporter.ts';
import {type Options} from '../source/config/options.ts';
import {createFeed} from '../source/feeds/create-feed.ts';
import {systemClock} from '../source/feeds/clock.ts';
import {everything} from '../source/log/query.ts';
import {createTextFormat} from '../source/print/format-lines.ts';
import {linesOf} from '../source/print/line.ts';
import {printBuild, printDetails} from '../source/print/print-deployment.ts';
import {createSummaryFormat} from '../source/print/summary-format.ts';
import {createDeployment} from '../source/server/given/given-deployment.ts';
import {startServer} from '../source/server/wire/server.ts';
import {plainText} from '../source/text/sanitize.ts';
import {loadFuzzySearch} from '../source/ui/look/fuzzy-search.ts';
import {bareTheme} from '../source/ui/look/theme.ts';
import {payloads} from './helpers/payloads.ts';
import {arrive, noon, opened, stateAfter} from './helpers/state-after.ts';
import {variables} from './helpers/variables.ts';
import {openWholeUi} from './helpers/whole-ui.ts';

/** Colours and the like, the cursor's address, scroll regions, erasing to a row's end, and the modes that the screen itself sets. */
const ownSequence =
	// eslint-disable-next-line no-control-regex -- They begin with ESC.
	/^\u{1B}(?:\[[\d;]*[mHGrSTKXCABD]|\[\d*J|\[\?(?:7|25|2026)[hl]|\[ ?q|7|8|E|M)$/v;

/** Signs that are no part of text on a screen. */
const unsafe =
	/[[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\u{E0001}-\u{E007F}]--[\r\n]]/v;

/** What in some bytes could do more than to show text. */
function findUnsafe(bytes: string): string | undefined {
	let index = 0;
	for (;;) {
		const escape = bytes.indexOf('\u001B', index);
		const text = bytes.slice(index, escape === -1 ? undefined : escape);
		const found = unsafe.exec(text);
		if (found !== null) {
			return JSON.stringify(text.slice(Math.max(0, found.index - 20)));
		}

		if (escape === -1) {
			return undefined;
		}

		const sequence = readEscapeSequence(bytes, escape);
		const end = sequence.kind === 'whole' ? sequence.end : bytes.length;
		if (!ownSequence.test(bytes.slice(escape, end))) {
			return JSON.stringify(bytes.slice(escape, end));
		}

		index = end;
	}
}

beforeEach(async () => {
	await loadFuzzySearch();
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'performance']});
});

afterEach(() => {
	vi.useRealTimers();
});

test.each([
	[160, 45],
	[80, 24],
])(
	'at %i × %i no byte of any field drives the terminal',
	{timeout: 120_000},
	async (columns, rows) => {
		const ui = await openWholeUi(stateAfter([opened], {columns, rows}), {
			now: () => noon,
		});
		const audit = (what: string) => {
			expect(findUnsafe(ui.take()), what).toBeUndefined();
		};

		audit('the first frame');
		for (let index = 0; index < payloads.length; index += 7) {
			const payload = payloads.slice(index, index + 7).join(' ');
			await ui.dispatch({
				kind: 'details-loaded',
				deployment: {
					id: `id ${payload}`,
					projectId: `project ${payload}`,
					status: {kind: 'unknown', name: `status ${payload}`},
					domains: [`domain ${payload}`, payload],
					databases: {[`name ${payload}`]: `database ${payload}`},
					createdAt: noon,
					description: `description ${payload}`,
				},
			});
			audit(`details ${JSON.stringify(payload)}`);
			await ui.dispatch({
				kind: 'details-failed',
				failure: {message: `It failed. ${payload}`, isRefusal: false},
			});
			audit(`a failure ${JSON.stringify(payload)}`);
		}

		await ui.dispatch({
			kind: 'build-lines',
			fromIndex: 0,
			malformedCount: 0,
			entries: payloads.map((payload) => ({
				level: `level ${payload}`,
				message: `line ${payload} end`,
			})),
		});
		audit('the build log');
		await ui.dispatch(
			arrive(
				payloads.map((payload) => ({
					level: payload,
					region: payload,
					message: `${payload}\nbefore ${payload} behind\n{"a": "${payload}"} b=${payload}\n`,
				})),
			),
		);
		audit('entries as they come');
		// Each entry in its row and in full, with its fields and its neighbours.
		await ui.press('\r');
		for (let index = 0; index < payloads.length; index++) {
			await ui.press('k');
			audit(`entry ${index} from the end`);
		}

		for (const key of ['\t', '\u001B[6~', 'q']) {
			await ui.press(key);
			audit(`after ${JSON.stringify(key)} in an entry`);
		}

		for (const keys of [
			'v',
			'v',
			'u',
			'u',
			'l',
			'l',
			'h',
			'T',
			'T',
			'T',
			'z',
			'z',
			'2',
			'\u001B[6~',
			'z',
			'\r',
			'q',
			'1',
			'z',
			'z',
			'4',
			'3',
			'p',
			'j',
			'\r',
			'q',
			'r',
			'j',
			' ',
			'\r',
			':',
			'q',
			'\u001B',
			'?',
			'q',
			'm',
			'V',
			'j',
			'\u001B',
			'@',
			'\u001B',
			'#',
			'q',
		]) {
			await ui.press(keys);
			audit(`after ${JSON.stringify(keys)}`);
		}

		for (const payload of payloads.filter((_, index) => index % 12 === 0)) {
			await ui.press(`/x${payload.replaceAll(/[\p{Cc}]/gv, '')}`);
			await ui.press('\r');
			audit(`a text that was typed ${JSON.stringify(payload)}`);
			await ui.press('x');
		}

		await ui.dispatch({kind: 'notice', text: payloads.join(' ')});
		audit('a notice');
		ui.close();
	},
);

test.each([true, false])(
	'a line that is printed on a terminal drives nothing, with colours: %s',
	(hasColors) => {
		const format = createTextFormat({timeZone: 'utc', hasColors});
		for (const payload of payloads) {
			const line = format({
				time: noon,
				level: `x${payload}`,
				region: `x${payload}`,
				message: `before ${payload} behind\n${payload}`,
			});
			expect(findUnsafe(line), JSON.stringify(payload)).toBeUndefined();
			expect(line).not.toContain('\r');
		}
	},
);

test('what is copied has no control but newlines and tabs', () => {
	for (const payload of payloads) {
		expect(plainText(payload)).not.toMatch(/[\p{Cc}--[\n\t]]/v);
	}
});

const printed: Options = {
	filter: everything,
	range: {},
	order: 'asc',
	isFollowing: false,
	format: 'json',
	hasColors: false,
	timeZone: 'utc',
	hasBell: false,
	isLatestFollowed: false,
	bufferEntries: 1000,
	isOnTerminal: true,
};

const formats = ['ndjson', 'json', 'csv', 'text', 'pretty', 'raw'] as const;

test.each(formats)(
	'details, a build log and what is counted drive no terminal as %s',
	async (format) => {
		const options = {...printed, format};
		const deployment = createDeployment({
			id: 'shop-1',
			status: 'failed',
			domains: payloads.map((payload) => `domain ${payload}`),
		});
		for (const payload of payloads) {
			deployment.build({
				level: `error ${payload}`,
				message: `before ${payload} behind`,
			});
		}

		await using server = await startServer({deployments: [deployment]});
		let text = '';
		const context = {
			feed: createFeed({
				apiUrl: new URL(server.url),
				deploymentId: 'shop-1',
			}),
			options,
			output: {
				async write(bytes: Uint8Array) {
					text += Buffer.from(bytes).toString();
				},
				async flush() {
					// All is written at once.
				},
				gone: new AbortController().signal,
			},
			onNotice: () => undefined,
			clock: systemClock,
			random: () => 0,
		};
		await printDetails(context);
		await printBuild(context);
		expect(text).toContain('behind');
		expect(findUnsafe(text)).toBeUndefined();
	},
);

const entryOf = (payload: string) => ({
	time: noon,
	level: `error ${payload}`,
	region: `eu ${payload}`,
	message: JSON.stringify({path: `x${payload}`, ms: 12}),
});

test.each(formats)(
	'values that are counted drive no terminal as %s',
	(format) => {
		for (const summary of [
			{kind: 'top', field: 'path'},
			{kind: 'stats', field: 'path'},
			{kind: 'count', by: ['level', 'region', 'path'], width: 60_000_000},
		] as const) {
			const {batch, end} = createSummaryFormat({...printed, format, summary});
			const entries = payloads.map((payload) => entryOf(payload));
			const lines = linesOf({
				entries,
				rawLine: () => new Uint8Array(),
				malformedCount: 0,
			});
			const text = Buffer.concat([...batch(lines), end()]).toString();
			expect(text.length).toBeGreaterThan(10);
			expect(findUnsafe(text), summary.kind).toBeUndefined();
		}
	},
);

test('what is told of two deployments drives no terminal', () => {
	const frequency = {count: 1, perHour: 1};
	for (const payload of payloads) {
		const pattern = {
			change: 'new',
			isCertain: true,
			pattern: `a ${payload} b`,
			level: `error ${payload}`,
			rank: 0,
			before: frequency,
			after: frequency,
		} as const;
		const sample = {
			deploymentId: `id ${payload}`,
			entryCount: 1,
			from: noon,
			to: noon,
			isWhole: true,
			firstError: entryOf(payload),
			groups: new Map(),
		};
		for (const text of [
			diffJson([pattern], printed),
			diffText([pattern], sample, sample, printed),
		]) {
			expect(findUnsafe(text), JSON.stringify(payload)).toBeUndefined();
		}
	}
});

test.each(['', 'GITHUB_ACTIONS=true', 'GITLAB_CI=true', 'TF_BUILD=True'])(
	'what `deplog wait` says of a build drives nothing, with %s',
	(variable) => {
		const ci = findCi(variables(variable));
		for (const payload of payloads) {
			let text = '';
			const reporter = createReporter({
				write(part) {
					text += part;
				},
				name: 'shop-1',
				theme: bareTheme,
				isTellingLines: true,
				ci,
				now: () => 7,
			});
			reporter.end({
				deployment: {
					id: `id ${payload}`,
					projectId: `project ${payload}`,
					status: {kind: 'failed'},
					domains: [`domain ${payload}`],
					databases: {},
					failure: {
						stage: `stage ${payload}`,
						code: payload,
						message: `failed ${payload}`,
					},
				},
				entries: [
					{
						level: 'error',
						message: `error: ${payload}\n::error::${payload}\n##[error]`,
					},
				],
			});
			reporter.close();
			// Sections of GitLab and the lines that are written anew.
			const rest = text
				.replaceAll(/\r?\p{Cc}\[0?K/gv, '')
				.replaceAll('\r\n', '\n');
			expect(findUnsafe(rest), JSON.stringify(payload)).toBeUndefined();
			// Elsewhere such lines are no commands.
			expect(
				ci?.kind === 'github' ? commandsOf(text) : ['stop-commands', 'error'],
				JSON.stringify(payload),
			).toEqual(['stop-commands', 'error']);
		}
	},
);

/** The names of the commands that GitHub finds in what a step prints. */
function commandsOf(text: string): string[] {
	const found: string[] = [];
	let word: string | undefined;
	for (const line of text.split(/\r?\n/v)) {
		const [, name = '', value = ''] =
			/^\s*::([\w\-]+)(?:\s[^:]*)?::(.*)/v.exec(line) ?? [];
		if (word !== undefined) {
			word = line.trim() === `::${word}::` ? undefined : word;
		} else if (name !== '') {
			found.push(name);
			word = name === 'stop-commands' ? value : undefined;
		}
	}

	return found;
}

test('names in the user’s file leave completions and the man page as text', async () => {
	const folder = await mkdtemp(path.join(tmpdir(), 'deplog-audit-'));
	try {
		await mkdir(path.join(folder, 'deplog'));
		const names = Object.fromEntries(
			payloads.map((payload) => [payload, {app: `app ${payload}`}]),
		);
		await writeFile(
			path.join(folder, 'deplog/config.json'),
			JSON.stringify({targets: {...names, shop: {app: 'shop'}}}),
		);
		vi.stubEnv('XDG_CONFIG_HOME', folder);
		for (const of of ['bash', 'zsh', 'fish', 'man'] as const) {
			const text = complete(of);
			expect(text).not.toContain('canary');
			expect(text).not.toMatch(/[\p{Cc}--[\n\t]]/v);
			expect(text.includes('shop')).toBe(of !== 'man');
		}
	} finally {
		vi.unstubAllEnvs();
		await rm(folder, {recursive: true});
	}
});
