import {type Micros} from '../../log/entry.ts';
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
import {readSyslog3164, readSyslog5424} from './syslog.ts';
import {readLevel} from './text-level.ts';
import {readTimed} from './timed-line.ts';

/** The formats whose lines are text, those that say most about a line first. */
export function createTextFormats(context: TimeContext): readonly LineFormat[] {
	const stamps = createStampReader(context);
	return [
		{
			...textFormat('deplog text', (line) => readDeplog(line, stamps)),
			further: (line) => line.replace(/^ {4}/v, ''),
		},
		textFormat('deno deploy logs', (line) => readDenoLogs(line, stamps)),
		textFormat('syslog', (line) => readSyslog5424(line, stamps)),
		textFormat('syslog', (line) => readSyslog3164(line, stamps)),
		textFormat('access log', (line) => readAccessLog(line, stamps)),
		textFormat('wrangler tail', (line) => readWrangler(line, stamps)),
		textFormat('container log', (line) => readContainer(line, stamps)),
		textFormat('klog', (line) => readKlog(line, stamps, context)),
		textFormat('logfmt', (line) => readLogfmt(line, stamps)),
		textFormat('text with times', (line) => readTimed(line, stamps)),
		textFormat('text with levels', readLevelled),
	];
}

function textFormat(
	name: string,
	read: (line: string) => ReadEntry | undefined,
): LineFormat {
	return {
		name,
		isJson: false,
		read(line) {
			const entry = read(line);
			return entry === undefined ? undefined : [entry];
		},
	};
}

/** A line of which nothing is known: its time and its level where it begins with them. */
export function createPlainReader(
	context: TimeContext,
): (line: string) => ReadEntry {
	const stamps = createStampReader(context);
	return (line) => readTimed(line, stamps) ?? {...readLevel(line), region: ''};
}

/** Lines of no format that is known. */
export const plainFormat: LineFormat = {
	name: 'text',
	isJson: false,
	read: (line) => [{...readLevel(line), region: '', message: line}],
};

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

/** `127.0.0.1 - frank [10/Oct/2026:13:55:36 -0700] "GET / HTTP/1.1" 200 2326`: nginx, Apache, Caddy's common log. */
function readAccessLog(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
	const [
		,
		client = '',
		user = '',
		stamp = '',
		request = '',
		status = '',
		rest = '',
	] = accessLine.exec(line) ?? [];
	const time = stamps.read(stamp);
	return time === undefined
		? undefined
		: {
				time,
				level: statusLevel(Number(status)),
				region: '',
				message:
					`${request} status=${status} client=${client}${user === '-' ? '' : ` user=${user}`} ${rest}`.trimEnd(),
			};
}

const accessLine =
	/^(?:\S{1,255} )?(\S{1,255}) \S{1,64} (\S{1,255}) \[(\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+\-]\d{4})\] "((?:[^"\\]|\\.)*)" (\d{3}) (.*)$/sv;

function statusLevel(status: number): string {
	return status >= 500 ? 'error' : status >= 400 ? 'warning' : 'info';
}

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
	const time = readAmericanTime(stamp, stamps);
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

function readAmericanTime(
	text: string,
	stamps: StampReader,
): Micros | undefined {
	const [, month = '', day = '', year = '', hour = '', rest = '', half] =
		/^(\d{1,2})\/(\d{1,2})\/(\d{4}), (\d{1,2})(:\d\d:\d\d)(?:[ \u202F]([AP]M))?$/v.exec(
			text,
		) ?? [];
	if (year === '') {
		return undefined;
	}

	const hours =
		half === undefined
			? Number(hour)
			: (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
	const two = (part: string | number) => String(part).padStart(2, '0');
	return stamps.read(`${year}-${two(month)}-${two(day)} ${two(hours)}${rest}`);
}

/** `2026-01-31T12:03:21.340123456Z stderr F message`: what Kubernetes keeps of a container. */
function readContainer(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
	const [, stamp = '', stream = '', message = ''] =
		containerLine.exec(line) ?? [];
	const time = stamps.read(stamp);
	return time === undefined
		? undefined
		: {time, level: readLevel(message).level, region: stream, message};
}

const containerLine = new RegExp(
	String.raw`^(${wholeTime}) (stdout|stderr) [FP] (.*)$`,
	'sv',
);

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

/** `time=2026-01-31T12:03:21Z level=info msg="…" key=value`, in whichever order. */
function readLogfmt(line: string, stamps: StampReader): ReadEntry | undefined {
	if (!/^[A-Za-z_@][\w.\-]{0,40}=/v.test(line)) {
		return undefined;
	}

	const level = memberOf(line, levelMember);
	const stamp = memberOf(line, timeMember);
	const time = stamp === undefined ? undefined : stamps.read(stamp);
	if (level === undefined && time === undefined) {
		return undefined;
	}

	const text = memberOf(line, messageMember);
	let rest = line.replace(levelMember, ' ');
	rest = time === undefined ? rest : rest.replace(timeMember, ' ');
	rest = text === undefined ? rest : rest.replace(messageMember, ' ');
	rest = rest.replaceAll(/ {2,}/gv, ' ').trim();
	return {
		...(time !== undefined && {time}),
		level: level ?? '',
		message: [text, rest].filter(Boolean).join(' '),
		region: '',
	};
}

const memberExpression = (names: string) =>
	new RegExp(
		String.raw`(?:^|(?<= ))(?:${names})=(?:"((?:[^"\\]|\\.)*)"|([^\s"]\S*))(?: |$)`,
		'v',
	);
const timeMember = memberExpression('time|ts|timestamp|t|at');
const levelMember = memberExpression('level|lvl|severity');
const messageMember = memberExpression('msg|message');

function memberOf(line: string, member: RegExp): string | undefined {
	const [, quoted, bare] = member.exec(line) ?? [];
	return (
		quoted?.replaceAll(/\\(["\\])/gv, '$1').replaceAll(String.raw`\n`, '\n') ??
		bare
	);
}

function readLevelled(line: string): ReadEntry | undefined {
	const read = readLevel(line);
	return read.level === '' || read.message === line
		? undefined
		: {...read, region: ''};
}
