import {Buffer} from 'node:buffer';
import {mkdtemp, readFile, rm, writeFile, mkdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {complete} from '../source/commands/completion.ts';
import {diffJson, diffText} from '../source/commands/diff.ts';
import {saveEntries} from '../source/commands/explore/save-entries.ts';
import {findCi} from '../source/commands/wait/reporter.ts';
import {createFeed} from '../source/feeds/create-feed.ts';
import {systemClock} from '../source/feeds/clock.ts';
import {createFilter, createQuery} from '../source/log/query.ts';
import {createTextFormat} from '../source/print/text-format.ts';
import {linesOf} from '../source/print/line.ts';
import {printBuild, printDetails} from '../source/print/print-deployment.ts';
import {createSummaryFormat} from '../source/print/summary-format.ts';
import {createDeployment} from '../source/server/given/given-deployment.ts';
import {startServer} from '../source/server/wire/server.ts';
import {plainText} from '../source/text/sanitize.ts';
import {commandLine} from '../source/ui/take/command-line.ts';
import {findUnsafe} from './helpers/find-unsafe.ts';
import {listenHttp} from './helpers/listen.ts';
import {openReporter} from './helpers/open-reporter.ts';
import {payloads} from './helpers/payloads.ts';
import {printOptions} from './helpers/print-options.ts';
import {runDeplog, startDeplog} from './helpers/run-deplog.ts';
import {noon} from './helpers/state-after.ts';
import {variables} from './helpers/variables.ts';

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-audit-'));
});

afterAll(async () => {
	await rm(folder, {recursive: true});
});

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

const formats = ['ndjson', 'json', 'csv', 'text', 'pretty', 'raw'] as const;

test.each(formats)(
	'details, a build log and what is counted drive no terminal as %s',
	async (format) => {
		const options = {...printOptions, isOnTerminal: true, format};
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
			const {batch, end} = createSummaryFormat({
				...printOptions,
				isOnTerminal: true,
				format,
				summary,
			});
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
			diffJson([pattern], {isOnTerminal: true}),
			diffText([pattern], sample, sample, printOptions),
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
			const {reporter, text} = openReporter({isTellingLines: true, ci});
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
			const rest = text()
				.replaceAll(/\r?\p{Cc}\[0?K/gv, '')
				.replaceAll('\r\n', '\n');
			expect(findUnsafe(rest), JSON.stringify(payload)).toBeUndefined();
			// Elsewhere such lines are no commands.
			expect(
				ci?.kind === 'github' ? commandsOf(text()) : ['stop-commands', 'error'],
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

test('what is saved as text, or opened in a pager, drives nothing', async () => {
	const file = path.join(folder, 'saved.txt');
	for (const payload of payloads) {
		const entry = entryOf(payload);
		const {level, message} = entry;
		// eslint-disable-next-line no-await-in-loop -- One file for all.
		await saveEntries(file, [[entry, {level, message}]], {
			timeZone: 'utc',
			mayReplace: true,
		});
		// eslint-disable-next-line no-await-in-loop -- As above.
		const text = await readFile(file, 'utf8');
		expect(text).toContain('"ms":12');
		expect(findUnsafe(text), JSON.stringify(payload)).toBeUndefined();
	}
});

test('the line that leads back drives nothing', () => {
	for (const payload of payloads) {
		for (const query of [
			createQuery({filter: createFilter({text: `x ${payload}`})}),
			createQuery({filter: createFilter({levels: [`x ${payload}`]})}),
			createQuery({filter: createFilter({regions: [`x ${payload}`]})}),
		]) {
			const line = commandLine(['deplog', 'shop-1'], query, {
				isPrinting: true,
			});
			const text = line.kind === 'line' ? line.text : line.reason;
			expect(
				findUnsafe(withoutMarks(text)),
				JSON.stringify(payload),
			).toBeUndefined();
		}
	}
});

/** Marks stay in what is pasted, and are cut where a sentence is shown. */
const withoutMarks = (text: string) => text.replaceAll(/\p{M}+/gv, '');

/** A server that says a payload wherever it can, with the status that the path asks for. */
async function listenHostile() {
	let payload = '';
	const server = await listenHttp(({url = ''}, response) => {
		const status = Number(/\d{3}/v.exec(url)?.[0] ?? 404);
		response.writeHead(status, headersOf(payload));
		response.end(
			JSON.stringify({
				code: `code ${payload}`,
				message: `message ${payload}`,
				error: {code: payload, message: payload},
				traceId: payload,
			}),
		);
	});
	return {
		...server,
		say(next: string) {
			payload = next;
		},
	};
}

function headersOf(payload: string): Record<string, string> {
	const value = Buffer.from(payload)
		.toString('latin1')
		.replaceAll(/\p{Cc}/gv, (sign) => (sign > '\u007F' ? sign : ''));
	return Object.fromEntries(
		[
			'content-type',
			'x-request-id',
			'x-deno-trace-id',
			'location',
			'server',
			'www-authenticate',
			'retry-after',
		].map((name) => [name, `x ${value}`]),
	);
}

test.each([200, 302, 400, 401, 403, 404, 407, 410, 418, 429, 500, 511])(
	'what is told of an answer of status %i drives nothing',
	async (status) => {
		await using server = await listenHostile();
		for (const payload of payloads) {
			server.say(payload);
			for (const version of ['v1', 'v2']) {
				const feed = createFeed({
					apiUrl: new URL(`${server.origin}/${status}/${version}`),
					// Half a character comes into no address.
					deploymentId: `id ${payload}`.replaceAll(/\p{Cs}/gv, ''),
					app: `app ${payload}`.replaceAll(/\p{Cs}/gv, ''),
				});
				// eslint-disable-next-line no-await-in-loop -- One after the other.
				const told = await feed
					.details({signal: AbortSignal.timeout(10_000)})
					.next()
					.then(() => '', String);
				expect(
					findUnsafe(withoutMarks(told)),
					JSON.stringify(payload),
				).toBeUndefined();
			}
		}
	},
);

/** Three words that hold a third of the payloads each: no program can be given a NUL. */
const words = [0, 1, 2].map((rest) =>
	payloads
		.filter((_, index) => index % 3 === rest)
		.join(' ')
		.replaceAll('\0', ''),
);

test.each(words)('no command tells of %j by more than text', async (word) => {
	await using server = await listenHostile();
	server.say(word);
	const name = word.replaceAll('/', '');
	const short = name.slice(0, 60);
	await writeFile(
		path.join(folder, `${short}.ndjson`),
		'{"time":"2026-01-31T12:00:00Z","level":"info","message":"m","region":"r"}\n',
	);
	const settings = path.join(folder, 'deplog/config.json');
	await mkdir(path.dirname(settings), {recursive: true});
	await writeFile(
		settings,
		JSON.stringify({targets: {[word]: {app: word}, x: 7}, [word]: word}),
	);
	const api = ['--api-url', `${server.origin}/404/v1`];
	const own = variables(`XDG_CONFIG_HOME=${folder}`, `HOME=${folder}`);
	const none = variables(`XDG_CONFIG_HOME=${folder}/none`, `HOME=${folder}`);
	const runs: ReadonlyArray<
		readonly [argv: readonly string[], environment?: Record<string, string>]
	> = [
		[['config', '--app', word]],
		[['config', word, '--time-zone', word]],
		[['config', '--app', 'x', '--api-url', `http://x/${word}`]],
		[['config'], own],
		[['config', word], own],
		[[word, word, `--${word}`]],
		[['--print', 'x', '--level', word, '--since', word, '--where', word]],
		[['--print', 'x', '--where', word]],
		[['--print', `id ${word}`, ...api]],
		[['wait', `id ${word}`, '--timeout', '1s', ...api]],
		[['diff', `id ${word}`, `id ${word}`, ...api]],
		[['open', '--print', path.join(folder, word)]],
		[['open', '--print', path.join(folder, `${short}.ndjson`), '--top', word]],
		[['serve', path.join(folder, word)]],
		[['serve', '--host', word]],
		[
			[
				'open',
				'--print',
				path.join(folder, `${short}.ndjson`),
				'--record',
				path.join(folder, 'no', word),
			],
		],
		[['demo', '--print', '--record', path.join(folder, 'no', word)]],
		[['--print', 'x', '--app', word, '--org', word]],
	];
	for (const [argv, environment = none] of runs) {
		// eslint-disable-next-line no-await-in-loop -- One after the other.
		const {output, messages} = await runDeplog(argv, {environment});
		const told = argv.includes('demo') ? messages : output + messages;
		expect(told.length, argv.join(' ')).toBeGreaterThan(10);
		expect(findUnsafe(told), JSON.stringify(argv)).toBeUndefined();
	}

	const serving = startDeplog(['serve', path.join(folder, `${short}.ndjson`)], {
		environment: none,
	});
	await vi.waitFor(() => {
		expect(Buffer.from(serving.output()).toString()).toContain('Ctrl+C');
	});
	serving.kill('SIGTERM');
	await serving.exitCode;
	expect(
		findUnsafe(Buffer.from(serving.output()).toString() + serving.messages()),
	).toBeUndefined();
});
