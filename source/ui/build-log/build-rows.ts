import {levelOf} from '../../log/level.ts';
import {type State} from '../../store/state.ts';
import {fit} from '../../text/cut.ts';
import {type Face, faceRow} from '../look/line.ts';
import {buildFailure} from '../look/said-failure.ts';
import {messageRows} from '../entry/entry-rows.ts';
import {paintMessage} from '../look/level-letter.ts';
import {goesOnRight} from '../look/message-cells.ts';
import {type ListOfView, activePane} from '../view/view.ts';
import {type Theme} from '../look/theme.ts';
import {counted, safe} from '../look/words.ts';
import {stageLine} from './stage-line.ts';
import {
	buildFilterWords,
	buildLineKey,
	firstErrorLine,
	type FoundLines,
	foundLines,
	searchedText,
	selectedLine,
} from './found-lines.ts';

const levelWidth = 7;
/** In fewer rows the log itself is of more use. */
const leastHeightForStages = 3;

/** The rows of the build log, past React. */
export const createBuildRows: ListOfView['createRows'] = ({
	get,
	setting: {theme},
}) => {
	let rows: ReadonlyArray<{readonly text: string; readonly index: number}> = [];
	let stages: string | undefined;
	const lineRow = (state: State, index: number, size: Size) =>
		foundLines(state).length === 0
			? faceRow(buildFace(state), index, size, theme)
			: (rows[index]?.text ?? '');
	return {
		row(index, width, height) {
			const state = get();
			if (index === 0) {
				stages =
					height < leastHeightForStages
						? undefined
						: stageLine(state.details.deployment, width - 1, theme);
				rows = rowsAround(
					state,
					{width, height: stages === undefined ? height : height - 1},
					theme,
				);
			}

			if (stages === undefined) {
				return lineRow(state, index, {width, height});
			}

			return index === 0
				? ` ${stages}`
				: lineRow(state, index - 1, {width, height: height - 1});
		},
		click(index) {
			const line = rows[stages === undefined ? index : index - 1]?.index;
			return [
				{kind: 'focus', focus: 'build'},
				...(line === undefined
					? []
					: [{kind: 'build-select', index: line} as const]),
			];
		},
	};
};

type Size = {readonly width: number; readonly height: number};

/** The rows to be seen: the selected line begins in the middle, except near the ends of the log. */
function rowsAround(
	state: State,
	{width, height}: Size,
	theme: Theme,
): ReadonlyArray<{readonly text: string; readonly index: number}> {
	const lines = foundLines(state);
	const selected = selectedLine(state);
	const isActive = activePane(state) === 'build';
	const rowsOf = (at: number) => {
		const line = lines[at];
		return line === undefined
			? []
			: lineRows(line, state, width - 1, theme).map((row) => ({
					text: gutter(at === selected && isActive, theme) + row,
					index: line.index,
				}));
	};

	const below: Array<ReturnType<typeof rowsOf>[number]> = [];
	for (let at = selected; at < lines.length && below.length < height; at++) {
		below.push(...rowsOf(at));
	}

	const above: typeof below = [];
	const wanted = Math.max(Math.floor(height / 2), height - below.length);
	for (let at = selected - 1; at >= 0 && above.length < wanted; at--) {
		above.unshift(...rowsOf(at));
	}

	return [...above.slice(-wanted), ...below].slice(0, height);
}

/** Whether a line in view can be scrolled further to its end. */
export function buildGoesOnRight(state: State, height: number): boolean {
	const lines = foundLines(state);
	const top = Math.max(
		0,
		Math.min(
			selectedLine(state) - Math.floor(height / 2),
			lines.length - height,
		),
	);
	const width = state.screen.columns - levelWidth - 2;
	return Array.from(
		{length: Math.max(0, Math.min(height, lines.length - top))},
		(_, index) => lines[top + index]?.entry.message ?? '',
	).some((message) => goesOnRight(message, {width, shift: state.screen.shift}));
}

/** `error   Cannot find module`: one row, or several when it is unfolded or wrapped. */
function lineRows(
	{entry, index}: FoundLines[number],
	state: State,
	width: number,
	theme: Theme,
): string[] {
	const {screen} = state;
	const {level, message} = entry;
	const lines = foundLines(state);
	const isFirstError = lines[firstErrorLine(state, lines)]?.index === index;
	const meant = levelOf(level);
	const role =
		meant === 'error' || meant === 'warning' ? meant : ('quiet' as const);
	const head = `${theme.paint(role, fit(safe(level), levelWidth))} `;
	return messageRows(
		message,
		{
			width: Math.max(1, width - levelWidth - 1),
			shift: activePane(state) === 'build' ? screen.shift : 0,
			isWrapped: screen.isWrapped,
			match: searchedText(state),
			theme,
		},
		// Why the build failed is there to read without a key; the key folds it.
		screen.unfolded.has(buildLineKey(index)) !== isFirstError,
	).map(
		(row, at) =>
			(at === 0 ? head : ' '.repeat(levelWidth + 1)) +
			paintMessage(row, entry, theme),
	);
}

function gutter(isSelected: boolean, theme: Theme): string {
	return isSelected ? theme.paint('selected', '▌') : ' ';
}

/** Why there is no line of the build log to be seen, and what to do. */
export function buildFace(state: State): Face {
	const {build} = state;
	const failure = buildFailure(state);
	if (failure?.kind === 'said') {
		return {role: 'quiet', lines: [failure.words]};
	}

	if (failure !== undefined) {
		return {
			role: 'bad',
			lines: [
				safe(failure.failure.message),
				failure.failure.isRefusal
					? 'R tries again.'
					: 'deplog keeps trying; R tries at once.',
			],
		};
	}

	if (build.entries.length > 0) {
		const all = counted(build.entries.length, 'line', 'lines');
		return {
			role: 'text',
			lines:
				build.levels.length === 0
					? [
							`None of ${all} holds ${buildFilterWords(state)}.`,
							'esc clears the search.',
						]
					: [
							`None of ${all} matches ${buildFilterWords(state)}.`,
							'x shows all.',
						],
		};
	}

	return build.status === 'ended'
		? {role: 'quiet', lines: ['The build log is empty.']}
		: {role: 'quiet', lines: ['Waiting for the build log …']};
}
