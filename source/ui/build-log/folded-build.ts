import {type State} from '../../store/state.ts';
import {type Setting} from '../look/setting.ts';
import {messageCells} from '../look/message-cells.ts';
import {spread} from '../look/spread.ts';
import {counted, safe} from '../look/words.ts';
import {firstErrorLine, foundLines} from './found-lines.ts';

/** The build log in a line: its first error if it has failed, else its last line. */
export function foldedBuild(
	state: State,
	{theme}: Setting,
	width: number,
): string {
	const {build} = state;
	const lines = foundLines(state);
	const firstError = lines[firstErrorLine(state, lines)]?.entry;
	const entry = firstError ?? build.entries.at(-1);
	const text =
		entry === undefined
			? theme.paint('quiet', withoutLines(state))
			: messageCells(entry.message, {width, shift: 0, match: '', theme});
	return spread(
		` ${theme.paint('strong', '2')} ${theme.paint('quiet', 'Build      ')} ${firstError === undefined ? '' : theme.paint('bad', 'error ')}${text}`,
		theme.paint('quiet', `${counted(build.entries.length, 'line', 'lines')} `),
		width,
	);
}

function withoutLines({build}: State): string {
	if (build.failure !== undefined) {
		return safe(build.failure.message);
	}

	return build.status === 'ended' ? 'empty' : 'waiting for the build log';
}
