/* eslint-disable @typescript-eslint/naming-convention -- The names of the wire. */
import {parseFields} from '../given/given-entry.ts';
import {
	type BuildLine,
	type Line,
	type ServedEntry,
} from '../given/served-deployment.ts';
import {formatTime} from '../given/time-text.ts';

/** Writes an entry as version 2 does. A line that was handed in is changed only where it is one of version 1. */
export function formatEntry(entry: ServedEntry): Line {
	const {isRaw, line, level, message, region, deploymentId} = entry;
	if (isRaw) {
		const {time, ...fields} = parseFields(line);
		return time === undefined || 'timestamp' in fields
			? line
			: JSON.stringify({
					timestamp: time,
					...fields,
					level: nameLevel(level),
					revision_id: deploymentId,
				});
	}

	const {timeText = formatTime(entry.time), traceId, spanId} = entry;
	return JSON.stringify({
		timestamp: timeText,
		level: nameLevel(level),
		message,
		revision_id: deploymentId,
		region,
		trace_id: traceId,
		span_id: spanId,
	});
}

export function formatBuildLine(buildLine: BuildLine): Line {
	const {isRaw, line, time, level, message, step, timeline} = buildLine;
	if (isRaw && message === '') {
		return line;
	}

	return JSON.stringify({
		timestamp: formatTime(time),
		level: nameLevel(level),
		message,
		step,
		timeline,
	});
}

function nameLevel(level: string) {
	return level === 'warning' ? 'warn' : level;
}
