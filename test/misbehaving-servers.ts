/* eslint-disable @typescript-eslint/naming-convention -- The names of the wire. */
import {Buffer} from 'node:buffer';
import {setTimeout} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import {readCommand} from '../source/config/read-command.ts';
import {createFeed} from '../source/feeds/create-feed.ts';
import {createQuery, type Order} from '../source/log/query.ts';
import {print} from '../source/print/print.ts';
import {startSession} from '../source/session/session.ts';
import {createState, createStore} from '../source/store/create-store.ts';
import {type Api, apis} from './helpers/apis.ts';
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
	readonly api: Api;
	/** In the order that was asked for, their members as the API calls them. */
	readonly entries: readonly Sent[];
	/** The cursor of the next page. */
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
	/** In milliseconds: how much later its entries are than those of a sound server. */
	readonly offset?: number;
	/** In milliseconds: how far apart they are. */
	readonly step?: number;
	/** In milliseconds: how far its clock is ahead of the reader's. */
	readonly lead?: number;
	/** It refuses what is ahead of its clock. */
	readonly isStrict?: boolean;
	readonly answer?: (page: Page) => Answer;
	/** A server without it knows no cursor of its own. */
	readonly shown?: readonly number[];
	readonly flags?: readonly string[];
	/** What printing says of it. */
	readonly says?: RegExp;
	/** It costs so much that it is printed once only, and over version 1. */
	readonly isHeavy?: boolean;
	/** What comes behind a cursor that leads nowhere is passed over in version 2, and said (`test/feeds/v2/read-page.ts`). */
	readonly isOfVersion1?: boolean;
	/** Cursors must count: where they name the last entry, nothing tells it from another that is alike. */
	readonly needsCount?: boolean;
};

const ndjson = (entries: readonly Sent[]) =>
	entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/** A body that has no room for a cursor, with the link to the next page. */
const linked = (
	{next}: Pick<Page, 'next'>,
	body: string,
	linkTo = (cursor: string) => `<?cursor=${cursor}>; rel=next`,
): Answer => ({
	headers: next === undefined ? {} : {link: linkTo(next)},
	body,
});

/** The same, where the entries stand as the API has them. */
const linkedPage = (page: Page, linkTo?: (cursor: string) => string) =>
	linked(
		page,
		page.api.version === 'v1'
			? ndjson(page.entries)
			: JSON.stringify({logs: page.entries}),
		linkTo,
	);

/** As a sound server of the API answers. */
const plain = (page: Page): Answer =>
	page.api.version === 'v1'
		? linkedPage(page)
		: {
				headers: {
					'content-type': 'application/json',
					...(page.api.manner.kind === 'documented' &&
						linkedPage(page).headers),
				},
				body: JSON.stringify({
					logs: page.entries,
					next_cursor: page.next ?? null,
				}),
			};

const all = [0, 1, 2, 3, 4, 5];

/** Entries of the last eighteen minutes by the server's clock, of which three are asked for. */
const lastMinutes = (minutes: number): Omit<Row, 'server'> => ({
	lead: minutes * 60_000,
	step: 200_000,
	offset: Date.now() - start - 1_100_000 + minutes * 60_000,
	flags: ['--since', '10m'],
	shown: [3, 4, 5],
	...(minutes !== 0 && {says: /^Your clock is 10 minutes/v}),
});

const rows: readonly Row[] = [
	{server: 'a sound one'},
	{
		server: 'links that name another host and scheme',
		answer: (page) =>
			linkedPage(
				page,
				(cursor) =>
					`<https://inner.example:8443/app_logs?x=y&cursor=${cursor}>; rel="next"`,
			),
	},
	{
		server: 'relative links',
		answer: (page) => linkedPage(page),
	},
	{
		server: 'links that hold no cursor',
		answer: (page) => linkedPage(page, () => '</page/2>; rel=next'),
	},
	{
		server: 'cursors that are refused',
		answer: (page) =>
			page.parameters.has('cursor')
				? {status: 400, body: '{"code":"badCursor","message":"Unknown."}'}
				: plain(page),
	},
	{
		server: 'cursors that lead to where they came from',
		answer: (page) => linkedPage({...page, next: '0'}),
		isOfVersion1: true,
	},
	{
		server: 'an array with blanks and line breaks',
		answer: ({entries, next}) =>
			linked(
				{next},
				`\n [\n${entries.map((entry) => JSON.stringify(entry, null, 2)).join(' ,\n')}\n] \n`,
			),
	},
	{
		server: 'server-sent events, of a name of their own, in several lines',
		answer: ({entries, next}) => ({
			headers: {
				...linked({next}, '').headers,
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
				...linked({next}, '').headers,
				'content-type': 'text/html',
			},
			body: `\uFEFF\r\n\r\n{}\r\n${entries.map((entry) => `\uFEFF${JSON.stringify(entry)}\r\n\r\n{}\r\n`).join('')}`,
		}),
	},
	{
		server: 'texts as RFC 7464 has them',
		answer: ({entries, next}) =>
			linked(
				{next},
				entries.map((entry) => `\u001E${JSON.stringify(entry)}\n`).join(''),
			),
	},
	{
		server: 'values over several lines, with nothing between them',
		answer: ({entries, next}) =>
			linked(
				{next},
				entries.map((entry) => JSON.stringify(entry, null, 2)).join(''),
			),
	},
	{
		server: 'lines that end in a comma, a return or a zero',
		answer: ({entries, next}) =>
			linked(
				{next},
				entries
					.map(
						(entry, index) =>
							`${JSON.stringify(entry)}${[',\n', '\r', '\n\0'][index % 3]}`,
					)
					.join(''),
			),
	},
	{
		server: 'links without angle brackets',
		answer: (page) =>
			linkedPage(page, (cursor) => `/?cursor=${cursor}; rel='next'`),
	},
	{
		server: 'a clock that was never set',
		answer(page) {
			const {body, headers} = plain(page);
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
		server: 'levels with a number behind them',
		entry: (index) => ({
			...sound(index),
			level: index % 2 === 0 ? 'DEBUG5' : 'ERROR2',
		}),
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
		offset: 500,
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
		offset: 250,
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
		server: 'times that cannot be read between those of one second',
		entry: (index) => ({
			...sound(index),
			time:
				index % 2 === 1
					? `at ${index}`
					: new Date(start + index * 1000).toISOString().replace('.000', ''),
		}),
		says: /^3 entries came without a time/v,
	},
	{
		server: 'entries none of which has a time, over several pages',
		entry: (index) => ({...sound(index), time: undefined}),
		says: /^6 entries came without a time/v,
	},
	{
		server: 'entries that are alike and have no time, over several pages',
		entry: () => ({level: 'info', message: 'entry 7', region: ''}),
		needsCount: true,
		shown: [7, 7, 7, 7, 7, 7],
		says: /^6 entries came without a time/v,
	},
	{
		server: 'entries that are alike and have no time at the border of a page',
		entry: (index) =>
			[1, 2, 3, 4].includes(index)
				? {level: 'info', message: 'entry 7', region: ''}
				: sound(index),
		needsCount: true,
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
			linked({next}, `{broken\n${ndjson(entries)}[]\n`),
		says: /could not be read as entries/v,
	},
	{
		server: 'a limit that is ignored',
		answer: (page) => plain(wholePage(page)),
	},
	{
		server: 'an order that is ignored, all on one page',
		answer: (page) => plain(wholePage(turn(page, 'desc'))),
	},
	{
		server: 'an order that is ignored, over several pages',
		answer: (page) => plain(readPage(turn(page), sound)),
	},
	{
		server: 'a clock ten minutes ahead of the reader’s',
		...lastMinutes(10),
	},
	{
		server: 'a clock ten minutes behind the reader’s',
		...lastMinutes(-10),
	},
	...[0, -10].map((minutes) => ({
		server: `no time that is ahead of a clock that is ${minutes} minutes ahead`,
		...lastMinutes(minutes),
		isStrict: true,
	})),
	{
		server: 'no page of more than a hundred entries',
		answer: (page) =>
			Number(page.parameters.get('limit')) > 100
				? {status: 400, body: '{"message":"The limit is 100 at most."}'}
				: plain(page),
	},
	{
		server: 'empty pages in between',
		answer({next, ...page}) {
			const [, steps = '', cursor] =
				/^(x*)(\d*)$/v.exec(page.parameters.get('cursor') ?? '') ?? [];
			const parameters = new URLSearchParams(page.parameters);
			parameters.set('cursor', cursor === '' ? '0' : (cursor ?? '0'));
			const read = readPage({...page, parameters}, sound);
			return steps === ''
				? plain({
						...read,
						...(read.next !== undefined && {next: `xx${read.next}`}),
					})
				: plain({...read, entries: [], next: `${steps.slice(1)}${cursor}`});
		},
	},
	{
		server: 'an end that is an empty page whose cursor leads to itself',
		answer: (page) => plain({...page, next: page.next ?? String(all.length)}),
	},
	{
		server: 'an empty text for the cursor after the last page',
		answer: (page) => plain({...page, next: page.next ?? ''}),
	},
	{
		server: 'a line that is far too long',
		answer: ({entries, next}) =>
			linked(
				{next},
				`${ndjson(entries.slice(0, 1))}{"message":"${'x'.repeat(33 * 1024 * 1024)}"}\n${ndjson(entries.slice(1))}`,
			),
		says: /could not be read as entries/v,
		isHeavy: true,
	},
	{
		server: 'an error object among the entries, once',
		answer: once(({entries, next}) =>
			linked(
				{next},
				`${ndjson(entries.slice(0, 2))}{"code":"internalError","message":"Try again."}\n`,
			),
		),
	},
];

/** All entries of a request, on one page. */
function wholePage({api, parameters}: Asked): Page {
	const whole = new URLSearchParams(parameters);
	whole.delete('cursor');
	whole.delete('limit');
	return readPage({api, parameters: whole}, sound, {mostEntries: all.length});
}

/** The same request for another order; the other one than was asked for unless told. */
function turn({api, parameters}: Asked, order?: Order): Asked {
	const turned = new URLSearchParams(parameters);
	turned.set(
		'order',
		order ?? (orderOf({api, parameters}) === 'asc' ? 'desc' : 'asc'),
	);
	return {api, parameters: turned};
}

/** Answers so once, and then as a sound server does. */
function once(answer: (page: Page) => Answer): (page: Page) => Answer {
	let isDone = false;
	return (page) => {
		if (isDone || page.entries.length < 2) {
			return plain(page);
		}

		isDone = true;
		return answer(page);
	};
}

type Asked = Pick<Page, 'api' | 'parameters'>;

/** Version 2 knows one order only. */
function orderOf({api, parameters}: Asked): Order {
	return parameters.get('order') === 'asc' ||
		(api.version === 'v2' && parameters.get('order') !== 'desc')
		? 'asc'
		: 'desc';
}

/** Ends at the last entry that follows: a sound `order`, a page at a time. */
function readPage(
	asked: Asked,
	entryOf: (index: number) => Sent,
	{mostEntries = pageSize, offset = 0, step = 1000} = {},
): Page {
	const {api, parameters} = asked;
	const time = (...names: readonly string[]) =>
		Date.parse(names.map((name) => parameters.get(name)).find(Boolean) ?? '') ||
		undefined;
	const since = time('since', 'start') ?? 0;
	const untilTime = time('until', 'end') ?? Number.POSITIVE_INFINITY;
	const indexes = all.filter((index) => {
		const time = start + index * step + offset;
		return time >= since && time < untilTime;
	});
	const inOrder = orderOf(asked) === 'asc' ? indexes : indexes.toReversed();
	const from = Number(parameters.get('cursor') ?? 0);
	const size = Math.min(mostEntries, Number(parameters.get('limit') ?? 100));
	const page = inOrder.slice(from, from + size);
	// That of a live server of version 2 names the last entry, which comes again.
	const isInclusive = api.manner.kind === 'live';
	return {
		...asked,
		entries: page.map((index) => spell(api, entryOf(index))),
		...(from + size < inOrder.length && {
			next: String(from + size - (isInclusive ? 1 : 0)),
		}),
	};
}

/** An entry with its members as the API calls them. */
function spell({version}: Api, {time, ...entry}: Sent): Sent {
	return version === 'v1'
		? {time, ...entry}
		: {timestamp: time, revision_id: 'dep', ...entry};
}

async function serve(
	{answer = plain, offset = 0, step = 1000, lead = 0, isStrict, ...row}: Row,
	api: Api,
): Promise<Listening> {
	const entry =
		row.entry ??
		((index) => ({
			...sound(index),
			time: new Date(
				start + index * step + (step === 1000 ? 0 : offset),
			).toISOString(),
		}));
	return listenHttp((request, response) => {
		const now = Date.now() + lead;
		response.setHeader('date', new Date(now).toUTCString());
		const {pathname, searchParams: parameters} = new URL(
			request.url ?? '',
			'http://localhost',
		);
		if (!/\/(?:app_logs|apps\/shop\/logs)$/v.test(pathname)) {
			response.end(
				/\/(?:build_logs|progress)$/v.test(pathname)
					? ''
					: JSON.stringify(
							api.version === 'v1'
								? {id: 'dep', projectId: 'p', status: 'success'}
								: {
										id: 'dep',
										status: 'succeeded',
										created_at: new Date(start - 60_000).toISOString(),
									},
						),
			);
			return;
		}

		const isAhead = ['since', 'until', 'start', 'end'].some(
			(name) => Date.parse(parameters.get(name) ?? '') > now,
		);
		if (isStrict === true && isAhead) {
			response.writeHead(400).end('{"message":"That is yet to come."}');
			return;
		}

		if (
			!['since', 'until', 'end', 'cursor'].some((name) => parameters.has(name))
		) {
			// A live stream on which nothing is logged.
			response.flushHeaders();
			return;
		}

		const {
			status = 200,
			headers = {},
			body,
		} = answer(readPage({api, parameters}, entry, {offset, step}));
		response.writeHead(status, headers);
		response.end(body);
	});
}

async function commandOf(
	{version}: Api,
	origin: string,
	flags: readonly string[],
) {
	const command = await readCommand(
		[
			'dep',
			'--api-url',
			`${origin}/${version}`,
			...(version === 'v1' ? [] : ['--app', 'shop', '--org', 'acme']),
			'--format',
			'ndjson',
			...flags,
		],
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
	{options, target}: Awaited<ReturnType<typeof commandOf>>,
	isDone?: (text: string) => boolean,
) {
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

const cases = rows.flatMap((row) =>
	apis
		.filter(
			({version, manner}) =>
				(version === 'v1' || !(row.isHeavy ?? row.isOfVersion1 ?? false)) &&
				(manner.kind !== 'live' || row.needsCount !== true),
		)
		.map((api) => ({...row, name: api.name, api})),
);

describe.concurrent.each(cases)('$server, $name', ({api, ...row}) => {
	const {shown = all, flags = [], says} = row;

	test('is printed', async () => {
		await using server = await serve(row, api);
		const ranges = [
			['--since', new Date(start).toISOString()],
			['--limit', '100'],
		];
		const given = flags.includes('--since') ? [[]] : ranges;
		for (const range of row.isHeavy ? ranges.slice(1) : given) {
			// eslint-disable-next-line no-await-in-loop -- One after the other.
			const command = await commandOf(api, server.origin, [...flags, ...range]);
			// eslint-disable-next-line no-await-in-loop -- As above.
			const {text, notices} = await printed(command);
			expect(indexesIn(text)).toEqual(shown);
			if (says === undefined) {
				expect(notices).toEqual([]);
			} else {
				expect(notices.join('\n')).toMatch(says);
			}
		}
	});

	test('is followed', async () => {
		await using server = await serve(row, api);
		const {text} = await printed(
			await commandOf(api, server.origin, [
				...flags,
				'--follow',
				'--limit',
				'100',
			]),
			(sofar) => indexesIn(sofar).length >= shown.length,
		);
		expect(indexesIn(text)).toEqual(shown);
	});

	test('is explored', async () => {
		await using server = await serve(row, api);
		const {options, target} = await commandOf(api, server.origin, flags);
		const feed = createFeed(target);
		const store = createStore(
			createState({
				traits: feed.traits,
				query: createQuery({filter: options.filter, range: options.range}),
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
				expect(logs.connection.kind).toBe('live');
			});
		} finally {
			session.stop();
		}
	});
});

test.each(apis)(
	'null for an empty list is printed as nothing, $name',
	async (api) => {
		await using server = await serve(
			{server: '', answer: () => ({body: 'null'})},
			api,
		);
		const command = await commandOf(api, server.origin, ['--limit', '100']);
		expect(await printed(command)).toEqual({text: '', notices: []});
	},
);
