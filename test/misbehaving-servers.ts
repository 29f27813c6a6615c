import {Buffer} from 'node:buffer';
import {setTimeout} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import {readCommand} from '../source/config/read-command.ts';
import {createFeed} from '../source/feeds/create-feed.ts';
import {createQuery} from '../source/log/query.ts';
import {print} from '../source/print/print.ts';
import {startSession} from '../source/session/session.ts';
import {createState} from '../source/store/create-state.ts';
import {createStore} from '../source/store/create-store.ts';
import {shownEntries} from './helpers/explorer.ts';
import {listenHttp, type Listening} from './helpers/listen.ts';
import {until} from './helpers/until.ts';

/** Not longer ago than logs are kept. */
const start = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000;

/** What is logged: an entry a second, as a sound server would send it. */
type Sent = Readonly<Record<string, unknown>>;

const sound = (index: number): Sent => ({
	time: new Date(start + index * 1000).toISOString(),
	level: index % 2 === 0 ? 'info' : 'error',
	message: `entry ${index}`,
	region: 'gcp-us-east4',
});

const pageSize = 4;

/** What a server does with a page of the past. */
type Page = {
	/** In the order that was asked for. */
	readonly entries: readonly Sent[];
	readonly next?: string;
	readonly parameters: URLSearchParams;
};

type Answer = {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body: string;
};

type Row = {
	readonly server: string;
	readonly entry?: (index: number) => Sent;
	readonly answer?: (page: Page) => Answer;
	/** A server without it knows no cursor of its own. */
	readonly shown?: readonly number[];
	readonly flags?: readonly string[];
	/** What printing says of it. */
	readonly says?: RegExp;
	/** It costs so much that it is printed once only. */
	readonly isHeavy?: boolean;
};

const ndjson = (entries: readonly Sent[]) =>
	entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

const linked = (link: string | undefined, body: string): Answer => ({
	headers: link === undefined ? {} : {link},
	body,
});

const all = [0, 1, 2, 3, 4, 5];

const rows: readonly Row[] = [
	{server: 'a sound one'},
	{
		server: 'links that name another host and scheme',
		answer: ({entries, next}) =>
			linked(
				next &&
					`<https://inner.example:8443/app_logs?x=y&cursor=${next}>; rel="next"`,
				ndjson(entries),
			),
	},
	{
		server: 'relative links',
		answer: ({entries, next}) =>
			linked(next && `<?cursor=${next}>; rel=next`, ndjson(entries)),
	},
	{
		server: 'links that hold no cursor',
		answer: ({entries, next}) =>
			linked(next && '</page/2>; rel=next', ndjson(entries)),
	},
	{
		server: 'cursors that are refused',
		answer: ({entries, next, parameters}) =>
			parameters.has('cursor')
				? {status: 400, body: '{"code":"badCursor","message":"Unknown."}'}
				: linked(next && `<?cursor=${next}>; rel=next`, ndjson(entries)),
	},
	{
		server: 'an array with blanks and line breaks',
		answer: ({entries, next}) =>
			linked(
				next && `<?cursor=${next}>; rel=next`,
				`\n [\n${entries.map((entry) => JSON.stringify(entry, null, 2)).join(' ,\n')}\n] \n`,
			),
	},
	{
		server: 'server-sent events, of a name of their own, in several lines',
		answer: ({entries, next}) => ({
			headers: {
				...(next !== undefined && {link: `<?cursor=${next}>; rel=next`}),
				'content-type': 'text/event-stream',
			},
			body: `retry: 5\n\n: hello\n\n${entries
				.map((entry, index) => {
					const lines = JSON.stringify(entry, null, 1).replaceAll(
						'\n',
						'\r\ndata: ',
					);
					return `id: ${'9'.repeat(100)}${index}\r\nevent: log\r\ndata: ${lines}\r\n\r\n`;
				})
				.join('')}`,
		}),
	},
	{
		server: 'lines that are said to be HTML, with marks, empty ones and CRLF',
		answer: ({entries, next}) => ({
			headers: {
				...(next !== undefined && {link: `<?cursor=${next}>; rel=next`}),
				'content-type': 'text/html',
			},
			body: `\uFEFF\r\n\r\n${entries.map((entry) => `\uFEFF${JSON.stringify(entry)}\r\n\r\n{}\r\n`).join('')}`,
		}),
	},
	{
		server: 'texts as RFC 7464 has them',
		answer: ({entries, next}) =>
			linked(
				next && `<?cursor=${next}>; rel=next`,
				entries.map((entry) => `\u001E${JSON.stringify(entry)}\n`).join(''),
			),
	},
	{
		server: 'a clock that was never set',
		answer({entries, next}) {
			const {body, headers} = linked(
				next && `<?cursor=${next}>; rel=next`,
				ndjson(entries),
			);
			return {
				body,
				headers: {...headers, date: new Date(0).toUTCString()},
			};
		},
	},
	{
		server: 'levels in colours',
		entry: (index) => ({
			...sound(index),
			level:
				index % 2 === 0
					? '\u001B[32minfo\u001B[39m'
					: '\u001B[31merror\u001B[39m',
		}),
		flags: ['--level', 'error'],
		shown: [1, 3, 5],
	},
	{
		server: 'levels in capitals',
		entry: (index) => ({
			...sound(index),
			level: index % 2 === 0 ? 'INFO' : 'FATAL',
		}),
		flags: ['--level', 'error'],
		shown: [1, 3, 5],
	},
	{
		server: 'levels as numbers',
		entry: (index) => ({...sound(index), level: index % 2 === 0 ? 30 : 50}),
		flags: ['--level', 'error'],
		shown: [1, 3, 5],
	},
	{
		server: 'levels that were not asked for',
		flags: ['--level', 'error'],
		shown: [1, 3, 5],
	},
	{
		server: 'regions that were not asked for',
		entry: (index) => ({
			...sound(index),
			region: index < 2 ? 'gcp-us-east4' : 'mars-north1',
		}),
		flags: ['--region', 'us-east4'],
		shown: [0, 1],
	},
	{
		server: 'epoch seconds with a fraction',
		entry: (index) => ({...sound(index), time: start / 1000 + index + 0.5}),
	},
	{
		server: 'epoch nanoseconds as text',
		entry: (index) => ({
			...sound(index),
			time: `${start / 1000 + index}000000000`,
		}),
	},
	{
		server: 'times with a space, a comma and no colon',
		entry: (index) => ({
			...sound(index),
			time: new Date(start + 3_600_000 + index * 1000)
				.toISOString()
				.replace('T', ' ')
				.replace('.000Z', ',250+0100'),
		}),
	},
	{
		server: 'entries without a time, and with one that says nothing',
		entry: (index) => ({
			...sound(index),
			...(index === 2 && {time: undefined}),
			...(index === 4 && {time: 'soon'}),
		}),
		says: /^2 entries came without a time/v,
	},
	{
		server: 'entries none of which has a time, over several pages',
		entry: (index) => ({...sound(index), time: undefined}),
		says: /^6 entries came without a time/v,
	},
	{
		server: 'entries that are alike and have no time, over several pages',
		entry: () => ({level: 'info', message: 'entry 7', region: ''}),
		shown: [7, 7, 7, 7, 7, 7],
		says: /^6 entries came without a time/v,
	},
	{
		server: 'entries that are alike and have no time at the border of a page',
		entry: (index) =>
			[1, 2, 3, 4].includes(index)
				? {level: 'info', message: 'entry 7', region: ''}
				: sound(index),
		shown: [0, 7, 7, 7, 7, 5],
		says: /^4 entries came without a time/v,
	},
	{
		server: 'an entry of year 1, and one of year 9999',
		entry: (index) => ({
			...sound(index),
			...(index === 1 && {time: '0001-01-01T00:00:00Z'}),
			...(index === 4 && {time: '9999-12-31T23:59:59Z'}),
		}),
		says: /^2 entries came without a time/v,
	},
	{
		server: 'messages that are no text',
		entry: (index) => ({
			...sound(index),
			...(index === 3 && {message: {entry: 3}}),
		}),
	},
	{
		server: 'lines that are no entries',
		answer: ({entries, next}) =>
			linked(
				next && `<?cursor=${next}>; rel=next`,
				`{broken\n${ndjson(entries)}[]\n`,
			),
		says: /could not be read as entries/v,
	},
	{
		server: 'a limit that is ignored',
		answer: ({parameters}) => ({body: ndjson(allOf(parameters))}),
	},
	{
		server: 'an order that is ignored, all on one page',
		answer({parameters}) {
			const turned = new URLSearchParams(parameters);
			turned.set('order', 'desc');
			return {body: ndjson(allOf(turned))};
		},
	},
	{
		server: 'an order that is ignored, over several pages',
		answer({parameters}) {
			const turned = new URLSearchParams(parameters);
			turned.set('order', parameters.get('order') === 'asc' ? 'desc' : 'asc');
			const {entries, next} = readPage(turned, sound);
			return linked(next && `<?cursor=${next}>; rel=next`, ndjson(entries));
		},
	},
	{
		server: 'a line that is far too long',
		answer: ({entries, next}) =>
			linked(
				next && `<?cursor=${next}>; rel=next`,
				`${ndjson(entries.slice(0, 1))}{"message":"${'x'.repeat(33 * 1024 * 1024)}"}\n${ndjson(entries.slice(1))}`,
			),
		says: /could not be read as entries/v,
		isHeavy: true,
	},
	{
		server: 'an error object among the entries, once',
		answer: once(({entries, next}) =>
			linked(
				next && `<?cursor=${next}>; rel=next`,
				`${ndjson(entries.slice(0, 2))}{"code":"internalError","message":"Try again."}\n`,
			),
		),
	},
];

/** All entries of a request, on one page. */
function allOf(parameters: URLSearchParams): readonly Sent[] {
	const whole = new URLSearchParams(parameters);
	whole.delete('cursor');
	whole.delete('limit');
	return readPage(whole, sound, all.length).entries;
}

/** Answers so once, and then as a sound server does. */
function once(answer: (page: Page) => Answer): (page: Page) => Answer {
	let isDone = false;
	return (page) => {
		if (isDone || page.entries.length < 2) {
			return linked(
				page.next && `<?cursor=${page.next}>; rel="next"`,
				ndjson(page.entries),
			);
		}

		isDone = true;
		return answer(page);
	};
}

/** Ends at the last entry that follows: a sound `order`, a page at a time. */
function readPage(
	parameters: URLSearchParams,
	entryOf: (index: number) => Sent,
	mostEntries = pageSize,
): Page {
	const since = Date.parse(parameters.get('since') ?? '') || 0;
	const untilTime =
		Date.parse(parameters.get('until') ?? '') || Number.POSITIVE_INFINITY;
	const indexes = all.filter((index) => {
		const time = start + index * 1000 + 500;
		return time >= since && time - 500 < untilTime;
	});
	const inOrder =
		parameters.get('order') === 'asc' ? indexes : indexes.toReversed();
	const from = Number(parameters.get('cursor') ?? 0);
	const size = Math.min(mostEntries, Number(parameters.get('limit') ?? 100));
	const page = inOrder.slice(from, from + size);
	return {
		entries: page.map((index) => entryOf(index)),
		...(from + size < inOrder.length && {next: String(from + size)}),
		parameters,
	};
}

async function serve({entry = sound, answer}: Row): Promise<Listening> {
	return listenHttp((request, response) => {
		const {pathname, searchParams} = new URL(
			request.url ?? '',
			'http://localhost',
		);
		if (!pathname.endsWith('/app_logs')) {
			response.end(
				pathname.endsWith('/build_logs')
					? ''
					: JSON.stringify({id: 'dep', projectId: 'p', status: 'success'}),
			);
			return;
		}

		if (!searchParams.has('since') && !searchParams.has('until')) {
			// A live stream on which nothing is logged.
			response.flushHeaders();
			return;
		}

		const page = readPage(searchParams, entry);
		const {
			status = 200,
			headers = {},
			body,
		} = answer?.(page) ??
		linked(
			page.next && `<?cursor=${page.next}>; rel="next"`,
			ndjson(page.entries),
		);
		response.writeHead(status, headers);
		response.end(body);
	});
}

async function commandOf(origin: string, flags: readonly string[]) {
	const command = await readCommand(
		['dep', '--api-url', `${origin}/v1`, '--format', 'ndjson', ...flags],
		{environment: {}, now: Date.now() * 1000, isTerminal: false},
	);
	if (command.kind !== 'deployment') {
		throw new Error(`That is no command: ${JSON.stringify(command)}`);
	}

	return command;
}

function indexesIn(text: string): number[] {
	return [...text.matchAll(/entry"?[ :](\d)/gv)].map(([, digit]) =>
		Number(digit),
	);
}

async function printed(
	origin: string,
	flags: readonly string[],
	isDone?: (text: string) => boolean,
) {
	const {options, target} = await commandOf(origin, flags);
	const gone = new AbortController();
	const notices: string[] = [];
	let text = '';
	const printing = print({
		feed: createFeed(target),
		options,
		output: {
			async write(bytes) {
				text += Buffer.from(bytes).toString();
				if (isDone?.(text)) {
					gone.abort(new Error('Enough'));
				}
			},
			async flush() {
				await setTimeout(0);
			},
			gone: gone.signal,
		},
		onNotice(notice) {
			notices.push(notice);
		},
	});
	await printing;
	return {text, notices};
}

describe.each(rows)('$server', (row) => {
	const {shown = all, flags = [], says} = row;

	test('is printed', async () => {
		await using server = await serve(row);
		const ranges = [
			['--since', new Date(start).toISOString()],
			['--limit', '100'],
		];
		for (const range of row.isHeavy ? ranges.slice(1) : ranges) {
			// eslint-disable-next-line no-await-in-loop -- One after the other.
			const {text, notices} = await printed(server.origin, [
				...flags,
				...range,
			]);
			expect(indexesIn(text)).toEqual(shown);
			if (says === undefined) {
				expect(notices).toEqual([]);
			} else {
				expect(notices.join('\n')).toMatch(says);
			}
		}
	});

	test('is followed', async () => {
		await using server = await serve(row);
		const {text} = await printed(
			server.origin,
			[...flags, '--follow', '--limit', '100'],
			(sofar) => indexesIn(sofar).length >= shown.length,
		);
		expect(indexesIn(text)).toEqual(shown);
	});

	test('is explored', async () => {
		await using server = await serve(row);
		const {options, target} = await commandOf(server.origin, flags);
		const feed = createFeed(target);
		const store = createStore(
			createState({
				traits: feed.traits,
				query: createQuery({filter: options.filter}),
				limit: 1000,
				columns: 80,
				rows: 24,
			}),
		);
		store.dispatch({kind: 'list-height', height: 20});
		const session = startSession({store, feed});
		try {
			await until(() => {
				const {logs} = store.get();
				const text = shownEntries(logs)
					.map(({message}) => message)
					.join('\n');
				expect(indexesIn(text)).toEqual(shown);
			});
		} finally {
			session.stop();
		}
	});
});

test('null for an empty list is printed as nothing', async () => {
	await using server = await serve({
		server: '',
		answer: () => ({body: 'null'}),
	});
	expect(await printed(server.origin, ['--limit', '100'])).toEqual({
		text: '',
		notices: [],
	});
});
