import {errorCode} from '../base/error-code.ts';
import {type Options} from '../config/options.ts';
import {systemClock} from '../feeds/clock.ts';
import {type Feed} from '../feeds/feed.ts';
import {ApiError} from '../feeds/errors.ts';
import {NoRecordingError, record} from '../print/record/record.ts';
import {RecordingFile, TerminalError} from '../print/record/recording-file.ts';
import {LockedError} from '../config/lock-file.ts';
import {createTimestamps} from '../text/timestamp.ts';
import {sanitize} from '../text/sanitize.ts';

/** Records for as long as deplog runs. What goes wrong is said, and takes nothing else along. */
export function startRecording(
	feed: Feed,
	{
		recording,
		filter,
		range,
		limit,
		timeZone,
	}: Pick<Options, 'recording' | 'filter' | 'range' | 'limit' | 'timeZone'>,
	onNotice: (text: string) => void,
): Recording {
	const ending = new AbortController();
	const {signal} = ending;
	const run = async () => {
		if (recording === undefined) {
			return;
		}

		const {file: name} = recording;
		const shown = sanitize(name, {hasColors: false});
		let file: RecordingFile | undefined;
		try {
			file = await RecordingFile.open({
				...recording,
				onNotice,
				signal,
			});
			await record({
				feed,
				filter,
				range,
				isFromNow: limit === 0,
				file,
				clock: systemClock,
				random: Math.random,
				// Lost connections are said by what is shown or printed.
				onNotice: () => undefined,
				formatTime: createTimestamps(timeZone).time,
				signal,
			});
		} catch (error) {
			if (!signal.aborted) {
				onNotice(`The recording to ${shown} has ended: ${explain(error)}`);
			}
		} finally {
			await file?.close();
		}
	};

	const done = run();
	return {
		async stop() {
			ending.abort();
			await done;
		},
	};
}

type Recording = {
	/** Ends it; resolves when what has come is in the file. */
	readonly stop: () => Promise<void>;
};

function explain(error: unknown): string {
	if (error instanceof ApiError) {
		return error.message;
	}

	if (error instanceof NoRecordingError) {
		return 'the file holds something else than a recording. Name another.';
	}

	if (error instanceof TerminalError) {
		return 'it is a terminal. Name a file.';
	}

	if (error instanceof LockedError) {
		return `another deplog, process ${error.processId}, records to it. End that one, or name another file. If it is no deplog, remove ${sanitize(error.lock, {hasColors: false})}.`;
	}

	const code = errorCode(error) ?? '';
	return (
		reasons.get(code) ??
		`it could not be written (${code === '' ? String(error) : code}). Name another file.`
	);
}

const reasons: ReadonlyMap<string, string> = new Map([
	['ENOENT', 'its folder is not there.'],
	['EISDIR', 'it is a folder. Name a file in it.'],
	['ENOTDIR', 'what should be its folder is a file.'],
	['ELOOP', 'it is a link that leads round in a circle. Name another file.'],
	['ENAMETOOLONG', 'its name is too long.'],
	['EFBIG', 'it would be larger than a file may be.'],
	[
		'ENXIO',
		'nobody is there to read it. Start its reader first, or name a file.',
	],
	['EPIPE', 'its reader has gone away.'],
	['EACCES', 'you may not write it. Name another file.'],
	['EPERM', 'you may not write it. Name another file.'],
	['EROFS', 'nothing can be written there. Name another file.'],
]);
