import {type ReadEntry, type TimeContext} from './read-entry.ts';
import {type StampReader, wholeTime} from './stamp-reader.ts';
import {readLevel} from './text-level.ts';

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
