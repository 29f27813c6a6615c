import {type Micros} from '../../../log/entry.ts';
import {
	type LineFormat,
	type ReadEntry,
	type TimeContext,
} from './read-entry.ts';
import {createStampReader, type StampReader} from './stamp-reader.ts';
import {AccessBytes, readAccessLog} from './access-log.ts';
import {
	readContainer,
	readKlog,
	readPrefixed,
	readDenoLogs,
	readDeplog,
	readDeployctl,
	readWrangler,
} from './platform-lines.ts';
import {LogfmtReader} from './logfmt.ts';
import {readInnerJson, createJsonFormat, parseObject} from './json-format.ts';
import {type ByteReader} from './line-bytes.ts';
import {
	readSyslog3164,
	readSyslog5424,
	Senders,
	SyslogBytes,
} from './syslog.ts';
import {readLevel} from './text-level.ts';
import {readInnerTimed, readTimed, TimedBytes} from './timed-line.ts';
import {goesOn} from './goes-on.ts';
import {jsonDialect} from './json-dialect.ts';

/** The formats whose lines are text, those that say most about a line first. `json` reads what they hold of JSON. */
export function createTextFormats(
	context: TimeContext,
	json: LineFormat = createJsonFormat(context),
): readonly LineFormat[] {
	const stamps = createStampReader(context);
	const senders = new Senders();
	const logfmt = new LogfmtReader(stamps);
	const format = (
		name: string,
		read: (line: string) => ReadEntry | undefined,
		bytes?: ByteReader,
	): LineFormat => ({
		name,
		isJson: false,
		...(bytes !== undefined && {bytes}),
		read(line) {
			const entry = readColored(line, read);
			return entry === undefined
				? undefined
				: [entry.part === undefined ? readInnerJson(entry, json.read) : entry];
		},
	});
	const formats = [
		{
			...format('deplog text', (line) => readDeplog(line, stamps)),
			further: (line: string) => line.replace(/^ {4}/v, ''),
		},
		format('deno deploy logs', (line) => readDenoLogs(line, stamps)),
		format('syslog', (line) => readSyslog5424(line, stamps)),
		format(
			'syslog',
			(line) => readSyslog3164(line, stamps, senders),
			new SyslogBytes(stamps, senders),
		),
		format(
			'access log',
			(line) => readAccessLog(line, stamps),
			new AccessBytes(stamps),
		),
		format('wrangler tail', (line) => readWrangler(line, stamps)),
		{
			...format('container log', (line) => readContainer(line, stamps)),
			readParts: (entry: ReadEntry) => readInnerJson(entry, json.read),
		},
		format('klog', (line) => readKlog(line, stamps, context)),
		format('redis', (line) => readRedis(line, stamps)),
		format('deployctl logs', (line) => readDeployctl(line, stamps)),
		format('logfmt', (line) => logfmt.readText(line), logfmt),
		format(
			'text with times',
			(line) => readTimed(line, stamps),
			new TimedBytes(stamps),
		),
		format('text with times behind', (line) => readInnerTimed(line, stamps)),
		format('JSON behind names', (line) => readBehindNames(line, json)),
		format(levelled, readLevelled),
	];
	const readInner = (line: string) =>
		json.read(line) ??
		readFirst(formats, line) ?? [{...readLevel(line), region: ''}];
	return [
		{
			...format('named containers', (line) => readPrefixed(line, readInner)),
			readParts: (entry) => entry,
		},
		...formats,
	];
}

function readFirst(
	formats: readonly LineFormat[],
	line: string,
): readonly ReadEntry[] | undefined {
	for (const {read} of formats) {
		const entries = read(line);
		if (entries !== undefined) {
			return entries;
		}
	}

	return undefined;
}

/** Reads a line of whichever format it is, where it is not of the file's; nothing where none is. */
export function createAnyReader(
	context: TimeContext,
): (line: string) => readonly ReadEntry[] | undefined {
	const formats = allFormats(context);
	return (line) => readFirst(formats, line);
}

/** Lines of no format, or of many. A level alone takes nothing away from them. */
export function createPlainFormat(context: TimeContext): LineFormat {
	const formats = allFormats(context).filter(({name}) => name !== levelled);
	return {
		name: 'text',
		isJson: false,
		takesAll: true,
		read: (line) => readFirst(formats, line) ?? [readPlain(line)],
	};
}

function allFormats(context: TimeContext): readonly LineFormat[] {
	const json = createJsonFormat(context);
	return [json, ...createTextFormats(context, json)];
}

/** Of lines that have a level, and no time. */
const levelled = 'text with levels';

/** A line of which nothing is known but its level, if it has one. */
export function readPlain(line: string): ReadEntry {
	const {level} = readLevel(line.replaceAll(colors, ''));
	return {level, region: '', message: line};
}

/** Reads a line without its colors, which stand around times and levels; what is said keeps its own. */
function readColored(
	line: string,
	read: (line: string) => ReadEntry | undefined,
): ReadEntry | undefined {
	if (!line.includes('\u001B')) {
		return read(line);
	}

	const plain = line.replaceAll(colors, '');
	const entry = read(plain);
	if (entry === undefined || !plain.endsWith(entry.message)) {
		return entry;
	}

	// So many signs stand before the message; the colors before its first one are its own.
	let left = plain.length - entry.message.length;
	let at = 0;
	while (left > 0) {
		colorHere.lastIndex = at;
		const [color] = colorHere.exec(line) ?? [];
		at += color === undefined ? 1 : color.length;
		left -= color === undefined ? 1 : 0;
	}

	return {...entry, message: line.slice(at)};
}

const color = String.raw`\u001B\[[\d;:?]{0,40}[A-Za-z]`;
const colors = new RegExp(color, 'gv');
const colorHere = new RegExp(color, 'yv');

/** `web-1 app {"level": "info", …}`: JSON behind the names of what wrote it. */
function readBehindNames(
	line: string,
	{read}: LineFormat,
): ReadEntry | undefined {
	const entry = {level: '', message: line, region: ''};
	const inner = line.startsWith('{') ? entry : readInnerJson(entry, read);
	return inner === entry ? undefined : inner;
}

const redisLevels: ReadonlyMap<string, string> = new Map([
	['.', 'debug'],
	['-', 'verbose'],
	['*', 'notice'],
	['#', 'warning'],
]);

/** `1:M 24 Nov 2026 10:00:00.123 # message`: the sign is the level. */
function readRedis(line: string, stamps: StampReader): ReadEntry | undefined {
	const [, stamp = '', sign = '', message = ''] =
		/^\d{1,10}:[XCSM] (\d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d{3}) ([.\-*#]) (.*)$/sv.exec(
			line,
		) ?? [];
	const time = stamp === '' ? undefined : stamps.read(stamp);
	return time === undefined
		? undefined
		: {
				time,
				level: redisLevels.get(sign) ?? '',
				message,
				region: '',
			};
}

function readLevelled(line: string): ReadEntry | undefined {
	const read = readLevel(line);
	return read.level === '' || read.message === line
		? undefined
		: {...read, region: ''};
}

const mostLines = 200;
/** A line is looked at with so many before it. */
const fewLines = 40;
/** A format that reads none of so many lines, all over the beginning, reads hardly any. */
const fewHeads = 24;
/** A format that reads less than this part of the lines is not that of the file. */
const leastPart = 0.3;

type Detected = {
	readonly format: LineFormat;
	/** As the title says it. */
	readonly name: string;
	/** The first time that a line has: what stands before it gets that. */
	readonly firstTime: Micros | undefined;
};

/** The format that fits most of a file's first lines; of those that fit as many, the one that says most about a line. */
export function detectFormat(head: string, context: TimeContext): Detected {
	const lines = head
		.split('\n', mostLines)
		.map((line) => line.replaceAll(/^\uFEFF|\r$/gv, ''))
		.filter((line) => line.trim() !== '');
	// What goes on with a line above says nothing of the format.
	const heads = lines.filter(
		(line, index) =>
			!goesOn(line, {
				lines: lines.slice(Math.max(0, index - fewLines), index),
				isHead: index > 0,
			}),
	);
	const plainFormat = createPlainFormat(context);
	const json = createJsonFormat(context);
	/** Levels alone stand in many a text. */
	const isDoubtful = ({format, count}: {format: LineFormat; count: number}) =>
		format.name === levelled && count * 2 < heads.length;
	const step = Math.ceil(heads.length / fewHeads);
	const some = heads.filter((_, index) => index % step === 0);
	const counted = [json, ...createTextFormats(context)].map((format) => ({
		format,
		count: some.some((line) => format.read(line) !== undefined)
			? heads.filter((line) => format.read(line) !== undefined).length
			: 0,
	}));
	let best = {format: plainFormat, count: Math.ceil(heads.length * leastPart)};
	for (const one of counted.filter((one) => !isDoubtful(one))) {
		if (
			one.count > 0 &&
			one.count > best.count - (best.format === plainFormat ? 1 : 0)
		) {
			best = one;
		}
	}

	const {format} = best;
	return {
		format,
		name: format.isJson ? dialectOf(lines) : format.name,
		firstTime: lines
			.flatMap((line) => format.read(line) ?? [])
			.find(({time}) => time !== undefined)?.time,
	};
}

/** That of most lines. */
function dialectOf(lines: readonly string[]): string {
	const counts = new Map<string, number>();
	for (const line of lines) {
		const value = parseObject(line);
		if (value !== undefined) {
			const name = jsonDialect(value);
			counts.set(name, (counts.get(name) ?? 0) + 1);
		}
	}

	return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 'JSON lines';
}
