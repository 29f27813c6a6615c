import {
	type LineFormat,
	type ReadEntry,
	type TimeContext,
} from './read-entry.ts';
import {
	createStampReader,
	type StampReader,
	wholeTime,
} from './stamp-reader.ts';
import {AccessBytes, readAccessLog} from './access-log.ts';
import {LogfmtReader} from './logfmt.ts';
import {readInnerJson} from './inner-json.ts';
import {createJsonFormat} from './json-format.ts';
import {type ByteReader} from './line-bytes.ts';
import {
	readSyslog3164,
	readSyslog5424,
	Senders,
	SyslogBytes,
} from './syslog.ts';
import {readLevel} from './text-level.ts';
import {readInnerTimed, readTimed, TimedBytes} from './timed-line.ts';

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
		format('JSON behind names', (line) => readBehindNames(line, json)),
		format(
			'text with times',
			(line) => readTimed(line, stamps),
			new TimedBytes(stamps),
		),
		format('text with times behind', (line) => readInnerTimed(line, stamps)),
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
export const levelled = 'text with levels';

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

/** `web-1  | message`, `[pod/web-1/app] message`: what docker compose and kubectl put before the lines of a container. */
function readPrefixed(
	line: string,
	read: (line: string) => readonly ReadEntry[],
): ReadEntry | undefined {
	const [, service = '', pod = '', rest = ''] =
		/^(?:([A-Za-z][\w.\-]{0,80}) {1,60}\| ?|\[(pod\/[\w.\-\/]{1,250})\] )(.*)$/sv.exec(
			line,
		) ?? [];
	const place = service + pod;
	if (place === '' || readLevel(service).level !== '') {
		return undefined;
	}

	const [entry, ...others] = read(rest);
	return {
		...(entry === undefined || others.length > 0
			? {...readLevel(rest)}
			: entry),
		region: place,
		part: entry?.time === undefined ? 'may-go-on' : 'begins',
	};
}

/** `2026-01-31T12:03:21.340+01:00 warning us-east4 message`: what `s` saves and `--format text` prints. A `?` says that the time was invented. */
function readDeplog(line: string, stamps: StampReader): ReadEntry | undefined {
	const [, stamp = '', doubt, level = '', region = '', message = ''] =
		deplogLine.exec(line) ?? [];
	const time = stamps.read(stamp);
	return time === undefined || level.length < 'warning'.length
		? undefined
		: {
				...(doubt === '' && {time}),
				level: level.trim(),
				region,
				message,
			};
}

const deplogLine = new RegExp(
	String.raw`^(${wholeTime})(\??) ([A-Za-z]\w{6,19}|[A-Za-z]\w{0,5} {1,6}| {7}) ([\w\-]{0,60}) (.*)$`,
	'sv',
);

/** `[2026-01-31 12:03:21.34 (trace)] message`. */
function readDenoLogs(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
	const [, stamp = '', trace = '', message = ''] = denoLine.exec(line) ?? [];
	const time = stamps.read(stamp);
	return time === undefined
		? undefined
		: {
				time,
				level: readLevel(message).level,
				region: '',
				message: trace === '' ? message : `${message} trace=${trace}`,
			};
}

const denoLine =
	/^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{2,3})(?: \(([^\)]{0,64})\))?\] (.*)$/sv;

/** `GET https://example.com/ - Ok @ 1/31/2026, 12:03:21 PM`, and below it `  (log) message`. */
function readWrangler(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
	const [, level, logged = ''] =
		/^ {2}\((log|info|warn|error|debug|trace)\) (.*)$/sv.exec(line) ?? [];
	if (level !== undefined) {
		return {level, message: logged, region: ''};
	}

	const {
		what = '',
		outcome = '',
		stamp = '',
	} = (wranglerRequest.exec(line) ?? wranglerEvent.exec(line))?.groups ?? {};
	const time = stamp === '' ? undefined : stamps.read(stamp);
	return time === undefined
		? readWranglerError(line)
		: {
				time,
				level: /^(?:Ok|Canceled|Response Stream Disconnected)$/v.test(outcome)
					? 'info'
					: 'error',
				message: `${what} - ${outcome}`,
				region: '',
			};
}

const moment = String.raw`(?<stamp>\d{1,2}\/\d{1,2}\/\d{4}, \d{1,2}:\d\d:\d\d(?:[ \u202F][AP]M)?)`;
const wranglerRequest = new RegExp(
	String.raw`^(?<what>.{1,2048}) - (?<outcome>[A-Z][A-Za-z ]{1,40}) @ ${moment}$`,
	'sv',
);
/** Of a schedule or an alarm. */
const wranglerEvent = new RegExp(
	String.raw`^(?<what>.{1,2048}) @ ${moment} - (?<outcome>[A-Z][A-Za-z ]{1,40})$`,
	'sv',
);

function readWranglerError(line: string): ReadEntry | undefined {
	const [, level = '', message = ''] =
		/^[✘▲] \[(ERROR|WARNING)\] {1,8}(\S.*)$/sv.exec(line) ??
		// What was thrown, as it is printed where there are no colors.
		/^ {2}()((?:\w{0,60}Error|Exception): .*)$/sv.exec(line) ??
		[];
	return message === ''
		? undefined
		: {level: level === '' ? 'error' : level, message, region: ''};
}

/** `2026-01-31T12:03:21.340123456Z stderr F message`: what Kubernetes keeps of a container. */
function readContainer(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
	const [, stamp = '', stream = '', tag, message = ''] =
		containerLine.exec(line) ?? [];
	const time = stamps.read(stamp);
	return time === undefined
		? undefined
		: {
				time,
				level: readLevel(message).level,
				region: stream,
				message,
				part: tag === 'P' ? 'is-cut' : 'may-go-on',
			};
}

const containerLine = new RegExp(
	String.raw`^(${wholeTime}) (stdout|stderr) ([FP]) (.*)$`,
	'sv',
);

/** `2026-01-31T12:03:21.340Z   gcp-us-east4 message`: `deployctl logs`. */
function readDeployctl(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
	const [, stamp = '', region = '', message = ''] =
		deployctlLine.exec(line) ?? [];
	const time = stamps.read(stamp);
	return time === undefined
		? undefined
		: {time, level: readLevel(message).level, region, message};
}

const deployctlLine = new RegExp(
	String.raw`^(${wholeTime}) {3}([a-z]{2,5}-[a-z]{2,20}[\w\-]{0,40}) (.*)$`,
	'sv',
);

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

/** `E0131 12:03:21.340123       1 main.go:42] message`: Kubernetes' own programs. */
function readKlog(
	line: string,
	stamps: StampReader,
	{writtenAt}: TimeContext,
): ReadEntry | undefined {
	const [, letter = '', month = '', day = '', clock = '', message = ''] =
		/^([IWEF])(\d\d)(\d\d) (\d\d:\d\d:\d\d\.\d{6}) +(\d{1,10} \S{1,255}\] .*)$/sv.exec(
			line,
		) ?? [];
	const year = new Date(writtenAt / 1000).getUTCFullYear();
	const inYear = (one: number) =>
		stamps.read(`${one}-${month}-${day} ${clock}`);
	const time = letter === '' ? undefined : inYear(year);
	return time === undefined
		? undefined
		: {
				time:
					time > writtenAt + 86_400_000_000 ? (inYear(year - 1) ?? time) : time,
				level: letter,
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
