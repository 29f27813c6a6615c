import {levelOf} from '../../log/level.ts';
import {type BuildEntry} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {fit} from '../../text/fit.ts';
import {type Face, faceRow} from '../look/face-row.ts';
import {goesOnRight, messageCells} from '../look/message-cells.ts';
import {type ListOfView} from '../view/view.ts';
import {type Theme} from '../look/theme.ts';
import {counted, safe} from '../look/words.ts';
import {activePane} from './active-pane.ts';
import {type FoundLines, foundLines, selectedLine} from './found-lines.ts';

const levelWidth = 7;

/** The rows of the build log, past React. */
export const createBuildRows: ListOfView['createRows'] = ({
	get,
	setting: {theme},
}) => {
	return {
		row(index, width, height) {
			const state = get();
			const lines = foundLines(state);
			if (lines.length === 0) {
				return faceRow(buildFace(state), index, {width, height}, theme);
			}

			const selected = selectedLine(state);
			const at = topLine(lines, selected, height) + index;
			const line = lines[at];
			const isActive = activePane(state) === 'build';
			return line === undefined
				? ''
				: gutter(at === selected && isActive, theme) +
						lineRow(line.entry, state, width - 1, theme);
		},
	};
};

/** The selected line is in the middle, except near the ends. */
function topLine(lines: FoundLines, selected: number, height: number): number {
	return Math.max(
		0,
		Math.min(selected - Math.floor(height / 2), lines.length - height),
	);
}

/** Whether a line in view can be scrolled further to its end. */
export function buildGoesOnRight(state: State, height: number): boolean {
	const lines = foundLines(state);
	const top = topLine(lines, selectedLine(state), height);
	const width = state.screen.columns - levelWidth - 2;
	return Array.from(
		{length: Math.max(0, Math.min(height, lines.length - top))},
		(_, index) => lines[top + index]?.entry.message ?? '',
	).some((message) => goesOnRight(message, {width, shift: state.screen.shift}));
}

function lineRow(
	{level, message}: BuildEntry,
	state: State,
	width: number,
	theme: Theme,
): string {
	const {build, screen} = state;
	const {mode} = screen;
	const meant = levelOf(level);
	const role =
		meant === 'error' || meant === 'warning' ? meant : ('quiet' as const);
	return `${theme.paint(role, fit(safe(level), levelWidth))} ${messageCells(
		message,
		{
			width: width - levelWidth - 1,
			shift: activePane(state) === 'build' ? screen.shift : 0,
			match:
				mode.kind === 'text' && mode.target === 'build'
					? mode.value
					: build.search,
			theme,
		},
	)}`;
}

function gutter(isSelected: boolean, theme: Theme): string {
	return isSelected ? theme.paint('selected', '▌') : ' ';
}

/** Why there is no line of the build log to be seen, and what to do. */
export function buildFace({build}: State): Face {
	if (build.failure !== undefined) {
		return {
			role: 'bad',
			lines: [
				safe(build.failure.message),
				build.failure.isRefusal
					? 'R tries again.'
					: 'deplog goes on trying; R tries at once.',
			],
		};
	}

	if (build.entries.length > 0) {
		return {
			role: 'text',
			lines: [
				`None of ${counted(build.entries.length, 'line', 'lines')} holds "${safe(build.search)}".`,
				'esc clears the search.',
			],
		};
	}

	return build.status === 'ended'
		? {role: 'quiet', lines: ['The build log is empty.']}
		: {role: 'quiet', lines: ['Waiting for the build log …']};
}
