import {type ReadEntry} from './read-entry.ts';

/** So far behind the beginning of a message its JSON begins: before it stand a request's id, a logger. */
const farthest = 120;

/** What a message tells that is a line of JSON, or ends with one: programs that log JSON are logged by others, which put their own time before it. */
export function readInnerJson(
	entry: ReadEntry,
	read: (line: string) => readonly ReadEntry[] | undefined,
): ReadEntry {
	const {message} = entry;
	if (!message.endsWith('}')) {
		return entry;
	}

	const start = message.startsWith('{')
		? 0
		: message.slice(0, farthest).search(/(?<=[\s:])\{"/v);
	if (start === -1) {
		return entry;
	}

	const line = message.slice(start);
	const [inner, ...others] = read(line) ?? [];
	const isTold =
		start === 0
			? inner?.message !== line
			: inner !== undefined && inner.level !== '';
	if (inner === undefined || others.length > 0 || !isTold) {
		return entry;
	}

	const {time = inner.time, level, region} = entry;
	return {
		...inner,
		...(time !== undefined && {time}),
		level: inner.level === '' ? level : inner.level,
		region: region === '' ? inner.region : region,
		message: `${message.slice(0, start)}${inner.message}`,
	};
}
