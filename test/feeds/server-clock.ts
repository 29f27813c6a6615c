import {Buffer} from 'node:buffer';
import {request} from 'node:http';
import {describe, expect, test} from 'vitest';
import {readCommand} from '../../source/config/read-command.ts';
import {boundTimes, timeBounds} from '../../source/feeds/bound-times.ts';
import {ServerClock} from '../../source/feeds/server-clock.ts';
import {EntryColumns} from '../../source/log/entry-columns.ts';
import {print} from '../../source/print/print.ts';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {addressOf, type Api, apis, connectTo} from '../helpers/apis.ts';
import {type Listening, listenHttp} from '../helpers/listen.ts';
import {until} from '../helpers/until.ts';

const second = 1_000_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const start = 1_795_000_000 * second;

/** What a server tells of its clock, in microseconds: the `Date` of an answer, and how long a cache says that it has kept it. */
type Telling = (
	now: number,
	index: number,
) => {readonly date?: number; readonly age?: number};

type Row = {
	readonly server: string;
	readonly tell: Telling;
	/** How far our clock is ahead. */
	readonly reader?: number;
};

const offBy =
	(...offsets: readonly number[]): Telling =>
	(now, index) => ({date: now + (offsets[index % offsets.length] ?? 0)});

const rows: readonly Row[] = [
	{server: 'the right time', tell: offBy(0)},
	{server: 'no time', tell: () => ({})},
	...[-11, -8, -3.5, -1, -0.5, 0.5, 1, 5.75, 12].flatMap((hours) =>
		[0, -5 * minute, 5 * minute].map((reader) => ({
			server: `a local time that is ${hours} h from GMT, the reader's clock ${reader / minute} min off`,
			tell: offBy(hours * hour),
			reader,
		})),
	),
	{server: 'a day too little', tell: offBy(-day)},
	{server: 'a day too much', tell: offBy(day)},
	{server: 'four minutes too little', tell: offBy(-4 * minute)},
	{
		server: 'the right time to a reader who is a day behind',
		tell: offBy(0),
		reader: -day,
	},
	{
		server: 'the right time to a reader who is a day ahead',
		tell: offBy(0),
		reader: day,
	},
	{server: 'by two clocks, one a day behind', tell: offBy(-day, 0)},
	{server: 'by two clocks, one an hour behind', tell: offBy(0, -hour)},
	{
		server: 'by three clocks, none like the reader’s',
		tell: offBy(hour, -hour, 0),
		reader: 5 * minute,
	},
	{
		server: 'what a cache has kept for ten minutes, and says so',
		tell: (now) => ({date: now - 10 * minute, age: 10 * minute}),
	},
	{
		server: 'the right time, and the age of what a cache has kept',
		tell: (now) => ({date: now, age: 10 * minute}),
	},
	{
		server: 'the same time in each answer',
		tell: () => ({date: start - 2 * minute}),
	},
	{
		server: 'what a cache takes anew twice an hour',
		tell: (now) => ({date: now - ((now - start) % (30 * minute))}),
	},
];

test.each(rows)(
	'no live entry is called untimed of a server that tells $server',
	({tell, reader = 0}) => {
		let now = start;
		const clock = new ServerClock(() => now + reader);
		const hear = (index: number) => {
			const {date, age} = tell(now, index);
			return clock.hearDate(
				date === undefined ? undefined : Math.floor(date / second) * second,
				age,
			);
		};

		let last: number | undefined;
		for (let index = 0; index < 40; index++) {
			now += 40 * second;
			hear(index);
			// The clocks of regions differ, and entries are on their way for a while.
			const entries = columnsOf([now - 3 * second, now - 20 * second, now]);
			const serverTime = clock.hearLive(entries);
			last = boundTimes(
				entries,
				timeBounds(clock.ours, serverTime),
				last,
				clock.ours,
			);
			expect(entries.hasStrays).toBe(false);
			if (index > 3 && serverTime !== undefined) {
				expect(Math.abs(serverTime - now)).toBeLessThan(minute);
			}
		}

		expect(last).toBe(now);
	},
);

test.each([
	['the right time', offBy(0), 0],
	['the right time to a reader who is minutes off', offBy(0), 7 * minute],
	['the right time to a reader who is a day off', offBy(0), -day],
	['a local time', offBy(-hour), 0],
	['by two clocks', offBy(0, -hour), 0],
])(
	'entries dated ahead are marked, and move no clock, of a server that tells %s',
	(_name, tell, reader) => {
		let now = start;
		const clock = new ServerClock(() => now + reader);
		for (let index = 0; index < 40; index++) {
			now += second;
			clock.hearDate(tell(now, index).date);
			clock.hearLive(columnsOf([now]));
			const isOdd = index % 4 > 1;
			if (isOdd) {
				const odd = columnsOf([now + hour]);
				const serverTime = clock.hearLive(odd);
				expect(Math.abs((serverTime ?? 0) - now)).toBeLessThan(minute);
				boundTimes(odd, timeBounds(clock.ours, serverTime), now, now);
				expect(odd.hasStrays).toBe(true);
			}
		}
	},
);

test('a burst of entries dated ahead is marked, whatever our clock shows', () => {
	const now = start;
	const clock = new ServerClock(() => now + 7 * minute);
	for (let index = 0; index < 8; index++) {
		clock.hearDate(now);
		clock.hearLive(columnsOf([now]));
	}

	for (let index = 0; index < 3; index++) {
		expect(clock.hearLive(columnsOf([now + hour]))).toBe(now);
	}
});

test('one entry that bears a clock out outweighs several that are dated ahead', () => {
	const now = start;
	const clock = new ServerClock(() => now + day);
	clock.hearDate(now);
	for (const ahead of [hour, hour, hour, 0, hour]) {
		clock.hearLive(columnsOf([now + ahead]));
	}

	clock.hearPast(new Float64Array([now + hour, now + hour]), {
		ours: clock.ours,
		isToNow: true,
	});
	expect(clock.now).toBe(now);
});

test('what is repeated after a long cut says nothing against the clock', () => {
	let now = start;
	const clock = new ServerClock(() => now + 5 * minute);
	clock.hearDate(now);
	clock.hearLive(columnsOf([now]));
	now += hour;
	clock.hearDate(now);
	for (let time = now - hour; time < now; time += 10 * second) {
		expect(clock.hearLive(columnsOf([time]))).toBe(now);
	}
});

test('our clock that is set, or was asleep, makes no entry untimed', () => {
	for (const jump of [-day, day, 3 * hour, -hour]) {
		let wall = start;
		let steady = 0;
		const clock = new ServerClock(
			() => wall,
			() => steady,
		);
		clock.hearDate(start);
		clock.hearLive(columnsOf([start]));
		wall += jump;
		steady += second;
		const entries = columnsOf([start + second]);
		const before = clock.hearLive(entries);
		boundTimes(entries, timeBounds(clock.ours, before), undefined, wall);
		expect(entries.hasStrays).toBe(false);
		clock.hearDate(start + second);
		expect(clock.hearLive(columnsOf([start + second]))).toBe(start + second);
	}
});

test.each([
	['an hour behind', -hour, [-minute, -2 * minute, -3 * minute], 0],
	['an hour behind', -hour, [-10 * minute, -20 * minute, -2 * day], 0],
	['an hour ahead', hour, [-30 * second, -40 * second, -50 * second], 0],
	// Of one alone nobody knows whose clock is wrong.
	['right', 0, [hour, -hour, -hour], 0],
	['right', 0, [-minute, -2 * minute], 12 * minute],
])(
	'before an entry has come live, past logs show whether a clock is %s, %i µs off, by entries of %j',
	(_name, offset, times, reader) => {
		const now = start;
		const clock = new ServerClock(() => now + reader);
		clock.hearDate(now + offset);
		clock.hearPast(new Float64Array(times.map((time) => now + time)), {
			ours: clock.ours,
			isToNow: true,
		});
		expect(clock.now).toBe(now);
	},
);

function columnsOf(times: readonly number[]): EntryColumns {
	return EntryColumns.of(
		times.map((time) => ({time, level: 'info', region: '', message: ''})),
	);
}

/** Hands on what a server answers, with a `Date` and an `Age` of its own. */
async function telling(origin: string, tell: Telling): Promise<Listening> {
	let count = 0;
	return listenHttp((incoming, response) => {
		const {date, age} = tell(Date.now() * 1000, count++);
		const asking = request(
			new URL(incoming.url ?? '', origin),
			{headers: {...incoming.headers, host: new URL(origin).host}},
			(answer) => {
				const {date: _, ...headers} = answer.headers;
				response.sendDate = false;
				response.writeHead(answer.statusCode ?? 500, {
					...headers,
					...(date !== undefined && {
						date: new Date(date / 1000).toUTCString(),
					}),
					...(age !== undefined && {age: String(age / second)}),
				});
				response.flushHeaders();
				answer.pipe(response);
				answer.on('error', () => {
					response.destroy();
				});
			},
		);
		response.on('close', () => {
			asking.destroy();
		});
		asking.on('error', () => {
			response.destroy();
		});
		asking.end();
	});
}

const wired: readonly Row[] = rows.filter(({server}) =>
	/ (?:-8|1|5.75) h from.* 0 min|-1 h from.* clock 5 min|day|hour|cache|same/v.test(
		server,
	),
);

describe.concurrent.each(
	[apis[0], apis[2]]
		.filter((api) => api !== undefined)
		.flatMap((api) => wired.map((row) => ({...row, api, name: api.name}))),
)('of a server that tells $server, $name', ({api, tell, reader = 0}) => {
	test('all is printed and followed, once, with its own time', async () => {
		await followThrough(api, tell, reader);
	});
});

async function followThrough(api: Api, tell: Telling, reader: number) {
	const deployment = createDeployment({
		id: 'shop-1',
		createdAt: new Date(Date.now() - (7 * day) / 1000).toISOString(),
	});
	let logged = 0;
	const log = (...ages: readonly number[]) => {
		for (const age of ages) {
			deployment.log({
				time: Date.now() * 1000 - age,
				message: `entry ${logged++}`,
			});
		}
	};

	log(3 * hour, 2 * hour, 50 * minute, 20 * minute, 3 * minute, 2 * second);
	await using server = await startServer({
		deployments: [deployment],
		manner: api.manner,
	});
	const own = addressOf(api, server);
	await using shown = await telling(own.origin, tell);
	const address = `${shown.origin}${own.pathname}`;
	const flags = [deployment.id, '--follow', '--api-url', address];
	const command = await readCommand(flags, {
		environment: {},
		now: Date.now() * 1000,
		isTerminal: false,
	});
	if (command.kind !== 'deployment') {
		throw new Error('That is no command.');
	}

	const gone = new AbortController();
	const notices: string[] = [];
	let text = '';
	const printing = print({
		feed: connectTo(
			api,
			{url: address, v2Url: address},
			{
				app: 'shop',
				deploymentId: deployment.id,
				now: () => Date.now() * 1000 + reader,
			},
		),
		options: {...command.options, format: 'ndjson'},
		output: {
			async write(bytes) {
				text += Buffer.from(bytes).toString();
			},
			async flush() {
				await Promise.resolve();
			},
			gone: gone.signal,
		},
		onNotice(notice) {
			notices.push(notice);
		},
	});
	const isPrinted = async () =>
		Promise.race([
			printing,
			until(() => {
				expect(
					[...text.matchAll(/entry (\d+)/gv)].map(([, digits]) =>
						Number(digits),
					),
				).toEqual(Array.from({length: logged}, (_, index) => index));
			}),
		]);
	await isPrinted();
	log(0);
	await isPrinted();
	log(0, 0);
	await isPrinted();
	deployment.endLive();
	log(0, 0, 0);
	await isPrinted();
	log(0);
	await isPrinted();
	gone.abort(new Error('Enough'));
	await printing;
	expect(notices.filter((notice) => !notice.includes('connect'))).toEqual([]);
}
