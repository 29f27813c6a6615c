import {findBuildError, toldError} from '../../log/build-error.ts';
import {hasFailed} from '../../log/deployment.ts';
import {type BuildEntry, type Entry} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {cut} from '../../text/cut.ts';
import {width as widthOf} from '../../text/width.ts';
import {messageCells} from '../look/message-cells.ts';
import {type Setting} from '../look/setting.ts';
import {spread} from '../look/line.ts';
import {count} from '../look/words.ts';

/** What went wrong first: in a build that failed its first error, else the first error that was logged since. */
export function firstErrorOf({
	details,
	build,
	firstError,
}: State): FirstErrorShown | undefined {
	const index = findBuildError(details.deployment, build.entries);
	const line = build.entries[index];
	if (line !== undefined) {
		return {kind: 'build', entry: line, index: build.leftOut.count + index};
	}

	return firstError.kind === 'found'
		? {
				kind: 'entry',
				entry: firstError.entry,
				count: firstError.count,
				isMore: firstError.isMore,
			}
		: undefined;
}

type FirstErrorShown =
	| {
			readonly kind: 'entry';
			readonly entry: Entry;
			readonly count: number;
			readonly isMore: boolean;
	  }
	/** The line of the build log for which the build failed. */
	| {
			readonly kind: 'build';
			readonly entry: BuildEntry;
			readonly index: number;
	  };

/** `first error 12:01:07  TypeError: …   ×41  !`; its place is there from the start, and says why there is none. */
export function firstErrorLine(
	state: State,
	setting: Setting,
	width: number,
): string {
	const first = firstErrorOf(state);
	const {theme} = setting;
	if (first === undefined) {
		return theme.paint('quiet', cut(` ${noErrorWords(state)}`, width));
	}

	const head = ` ${theme.paint('bad', 'first error')} ${theme.paint('quiet', whenWords(first, setting))}  `;
	const end = `${theme.paint('quiet', countWords(first))}  ${theme.paint('key', '!')} `;
	const message = messageCells(toldText(first), {
		width: width - widthOf(head) - widthOf(end) - 2,
		shift: 0,
		match: '',
		theme,
	});
	return spread(head + message, end, width);
}

/** Of a line of the build log what it says of the error. */
function toldText(first: FirstErrorShown): string {
	const {message} = first.entry;
	return first.kind === 'build'
		? message.slice(toldError(first.entry)?.offset ?? 0)
		: message;
}

/** What is known while there is none: of what the live stream has not shown, the server was asked a while ago. */
export function noErrorWords({
	firstError,
	logs,
	build,
	details: {deployment},
}: State): string {
	const {connection, traits, source} = logs;
	if (
		build.status === 'ended' &&
		deployment !== undefined &&
		hasFailed(deployment)
	) {
		return 'the build named no error';
	}

	if (source !== undefined) {
		const where = source.files.length === 1 ? 'this file' : 'these files';
		return firstError.kind === 'none'
			? `no error in ${where}`
			: `looking for the first error in ${where}`;
	}

	const since = `since this ${traits.words.deployment}`;
	if (firstError.kind === 'none') {
		return connection.kind === 'live'
			? `no error ${since}`
			: `no error known ${since}`;
	}

	return connection.kind === 'offline'
		? 'the first error is not known'
		: `looking for the first error ${since}`;
}

function whenWords(first: FirstErrorShown, {timestamps, now}: Setting): string {
	if (first.kind === 'build') {
		return 'of the build';
	}

	return timestamps.timeOn(now(), first.entry.time);
}

function countWords(first: FirstErrorShown): string {
	return first.kind === 'entry' && first.count > 1
		? `×${count(first.count)}${first.isMore ? '+' : ''}`
		: '';
}
