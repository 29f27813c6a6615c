import {toldError} from '../../log/build-error.ts';
import {type BuildEntry} from '../../log/entry.ts';
import {levelOf} from '../../log/level.ts';
import {type State} from '../../store/state.ts';
import {fit, cut} from '../../text/cut.ts';
import {
	failedStage,
	type Deployment,
	type Stage,
	type StageStatus,
} from '../../log/deployment.ts';
import {width as widthOf} from '../../text/width.ts';
import {type Face, faceRow} from '../look/line.ts';
import {buildFailure} from '../look/verdict.ts';
import {messageRows} from '../entry/entry-rows.ts';
import {paintMessage, goesOnRight} from '../look/message-cells.ts';
import {type ListOfView, activePane} from '../view/view.ts';
import {type Theme, type Role} from '../look/theme.ts';
import {counted, safe, durationWords} from '../look/words.ts';
import {
	buildFilterWords,
	buildLineKey,
	firstErrorLine,
	foundLines,
	isFirstErrorChosen,
	searchedText,
	selectedLine,
} from './found-lines.ts';

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

const levelWidth = 7;
/** In fewer rows the log itself is of more use. */
const leastHeightForStages = 3;

/** How much of the pane stands above the selected line. What a failed build says of its error comes behind it. */
const shares = {line: 1 / 2, firstError: 1 / 4};

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

	const share = isFirstErrorChosen(state) ? shares.firstError : shares.line;
	const before = Math.floor(height * share);
	// An error far down in its message is brought into view.
	const farthest = Math.max(0, toldRow(state, width - 1, theme) - before);
	const below: Array<ReturnType<typeof rowsOf>[number]> = [];
	for (
		let at = selected;
		at < lines.length && below.length < height + farthest;
		at++
	) {
		below.push(...rowsOf(at));
	}

	const skipped = Math.min(farthest, Math.max(0, below.length - height));
	if (skipped > 0) {
		return below.slice(skipped, skipped + height);
	}

	const above: typeof below = [];
	const wanted = Math.max(before, height - below.length);
	for (let at = selected - 1; at >= 0 && above.length < wanted; at--) {
		above.unshift(...rowsOf(at));
	}

	return [...above.slice(-wanted), ...below].slice(0, height);
}

/** In which row of the first error's message it says what is wrong, while the reader has chosen no line. */
function toldRow(state: State, width: number, theme: Theme): number {
	const lines = foundLines(state);
	const first = lines[firstErrorLine(state, lines)];
	const told = first === undefined ? undefined : toldError(first.entry);
	if (
		first === undefined ||
		told === undefined ||
		told.offset === 0 ||
		!isFirstErrorChosen(state)
	) {
		return 0;
	}

	const {index, entry} = first;
	const message = entry.message.slice(0, told.offset);
	const before = {index, entry: {level: entry.level, message}};
	return lineRows(before, state, width, theme).length;
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
	{entry, index}: {readonly entry: BuildEntry; readonly index: number},
	state: State,
	width: number,
	theme: Theme,
): string[] {
	const {screen} = state;
	const {level, message} = entry;
	const place = placeAfterFirstError(state, index);
	// It may have come as anything.
	const look = {level: place === 0 ? 'error' : level, message};
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
		screen.unfolded.has(buildLineKey(index)) !==
			(place >= 0 && place < linesOfError),
	).map(
		(row, at) =>
			(at === 0 ? head : ' '.repeat(levelWidth + 1)) +
			paintMessage(row, look, theme),
	);
}

/** Tools name file and line, and show the place, in lines of their own below the error. */
const linesOfError = 12;

/** How many lines behind the first error of a failed build a line stands: 0 for itself; not a number where there is none. */
function placeAfterFirstError(state: State, index: number): number {
	const lines = foundLines(state);
	const first = lines[firstErrorLine(state, lines)];
	return index - (first?.index ?? Number.NaN);
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

const looks: Readonly<
	Record<StageStatus, {readonly sign: string; readonly role: Role}>
> = {
	pending: {sign: '·', role: 'quiet'},
	skipped: {sign: '–', role: 'quiet'},
	running: {sign: '◐', role: 'busy'},
	blocked: {sign: '◐', role: 'busy'},
	succeeded: {sign: '✓', role: 'good'},
	failed: {sign: '✗', role: 'bad'},
	cancelled: {sign: '✗', role: 'bad'},
	'timed-out': {sign: '✗', role: 'bad'},
};

/** What is left out where there is little room, from the least to the most. */
const brevities = ['all', 'no commands', 'no times', 'no others'] as const;
type Brevity = (typeof brevities)[number];

/** `✓ preparing 1.2 s  ✓ installing 3.4 s  ◐ building npm run build  · deploying`: how far a build is, and why it went no further; nothing where the server does not tell. */
export function stageLine(
	deployment: Deployment | undefined,
	width: number,
	theme: Theme,
): string | undefined {
	const stages = deployment?.stages;
	if (deployment === undefined || stages === undefined) {
		return undefined;
	}

	// What was queued and is no more says nothing.
	const shown = stages.filter(
		({name, status}) => name !== 'queued' || isOpen(status) || isEnd(status),
	);
	const reason = failureWords(deployment);
	const lineOf = (brevity: Brevity) =>
		[
			...shown
				.filter(({status}) => brevity !== 'no others' || isTelling(status))
				.map((stage) =>
					theme.paint(looks[stage.status].role, words(stage, brevity)),
				),
			...(reason === '' ? [] : [theme.paint('bad', reason)]),
		].join('  ');
	const lines = brevities.map((brevity) => lineOf(brevity));
	const line = lines.find((one) => widthOf(one) <= width) ?? lines.at(-1) ?? '';
	return cut(line, width, {ellipsis: '…'});
}

/** Why a revision that was built did not come up. */
function failureWords(deployment: Deployment): string {
	const {failure} = deployment;
	return failure === undefined
		? ''
		: [
				failure.stage === failedStage(deployment)?.name ? '' : failure.stage,
				failure.code,
				failure.message,
			]
				.map((text) => safe(text))
				.filter(Boolean)
				.join(' · ');
}

function words(stage: Stage, brevity: Brevity): string {
	const {name, status, start, end, command, steps = []} = stage;
	const step = steps.find((one) => isOpen(one.status) || isEnd(one.status));
	const hasTimes = brevity === 'all' || brevity === 'no commands';
	return [
		looks[status].sign,
		name,
		...(step === undefined || status === 'succeeded' ? [] : [stepWords(step)]),
		...(status === 'cancelled' ? ['cancelled'] : []),
		...(status === 'timed-out' ? ['timed out'] : []),
		...(hasTimes && start !== undefined && end !== undefined && end > start
			? [durationWords(end - start)]
			: []),
		...(brevity === 'all' &&
		command !== undefined &&
		(isOpen(status) || isEnd(status))
			? [safe(command)]
			: []),
	].join(' ');
}

/** `warmup`, `routing waits: the timeline is locked`. */
function stepWords({name, status}: Stage): string {
	return status === 'blocked' ? `${name} waits: the timeline is locked` : name;
}

function isOpen(status: StageStatus): boolean {
	return status === 'running' || status === 'blocked';
}

/** Whether nothing comes after it. */
function isEnd(status: StageStatus): boolean {
	return (
		status === 'failed' || status === 'cancelled' || status === 'timed-out'
	);
}

function isTelling(status: StageStatus): boolean {
	return isOpen(status) || isEnd(status);
}
