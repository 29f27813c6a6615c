import {type ReadEntry, type TimeContext} from './read-entry.ts';
import {type StampReader, wholeTime} from './stamp-reader.ts';
import {readLevel} from './text-level.ts';

/** `2026-01-31T12:03:21.340+01:00 warning us-east4 message`: what `s` saves and `--format text` prints. A `?` says that the time was invented. */
export function readDeplog(
	line: string,
	stamps: StampReader,
): ReadEntry | undefined {
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
export function readDenoLogs(
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

/** `2026-01-31T12:03:21.340Z   gcp-us-east4 message`: `deployctl logs`. */
export function readDeployctl(
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

/** `GET https://example.com/ - Ok @ 1/31/2026, 12:03:21 PM`, and below it `  (log) message`. */
export function readWrangler(
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

/** `web-1  | message`, `[pod/web-1/app] message`: what docker compose and kubectl put before the lines of a container. */
export function readPrefixed(
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

/** `2026-01-31T12:03:21.340123456Z stderr F message`: what Kubernetes keeps of a container. */
export function readContainer(
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

/** `E0131 12:03:21.340123       1 main.go:42] message`: Kubernetes' own programs. */
export function readKlog(
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
