import {Text} from 'ink';
import {toldError} from '../../log/build-error.ts';
import {isSettled} from '../../log/deployment.ts';
import {type State} from '../../store/state.ts';
import {messageCells} from '../look/message-cells.ts';
import {servingWords} from '../latest/latest-deployment.ts';
import {Pane} from '../look/pane.tsx';
import {buildFailure} from '../look/verdict.ts';
import {type Setting} from '../look/setting.ts';
import {spread} from '../look/line.ts';
import {safe, shiftWords} from '../look/words.ts';
import {
	type UpperPane,
	type Title,
	type View,
	activePane,
} from '../view/view.ts';
import {
	buildFilterWords,
	firstErrorLine,
	foundLines,
	lineCountWords,
} from './found-lines.ts';
import {buildKeys, lackedByBuild, moveBuild} from './build-keys.ts';
import {createBuildRows} from './build-rows.ts';

/** Keeps the place of the build log's rows, which paint themselves. */
export function BuildPane({
	pane: {rectangle, isFolded},
	state,
	setting,
}: BuildPaneProps) {
	return isFolded ? (
		<Text>{foldedBuild(state, setting, rectangle.width)}</Text>
	) : (
		<Pane
			rectangle={rectangle}
			title={buildTitle(state, setting)}
			isFocused={state.screen.focus === 'build'}
			theme={setting.theme}
		/>
	);
}

type BuildPaneProps = {
	readonly pane: UpperPane;
	readonly state: State;
	readonly setting: Setting;
};

/** The build log. */
export const buildView: View = {
	place: 'pane',
	keys: buildKeys,
	lacks: lackedByBuild,
	title: ({state}, setting) => buildTitle(state, setting),
	list: {
		createRows: createBuildRows,
		changesWith: 'keys',
		scroll: moveBuild,
	},
};

/** What stands above the build log. */
function buildTitle(state: State, {theme}: Setting): Title {
	const {build, screen} = state;
	const lines = foundLines(state);
	const filter = buildFilterWords(state);
	const words = [
		...(filter === '' ? [] : [`${filter} in ${lines.length}`]),
		...(firstErrorLine(state, lines) === -1
			? []
			: [
					theme.paint(
						'bad',
						build.leftOut.hasError
							? 'first error of the lines kept'
							: 'first error',
					),
				]),
		...servingWords(state),
		...(activePane(state) === 'build' && screen.shift > 0
			? [shiftWords(screen.shift)]
			: []),
	];
	return {
		left: [
			theme.paint(screen.focus === 'build' ? 'focused' : 'strong', '2 Build'),
			...words,
		].join(' · '),
		right: [
			...(build.malformedCount > 0 ? [`${build.malformedCount} left out`] : []),
			lineCountWords(build),
			...progress(state),
		]
			.filter(Boolean)
			.join(' · '),
	};
}

function progress({build, details}: State): string[] {
	if (build.status === 'failed' && build.entries.length > 0) {
		return ['cut off'];
	}

	return build.status === 'growing' &&
		details.deployment !== undefined &&
		!isSettled(details.deployment)
		? ['growing']
		: [];
}

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
	const told =
		firstError === undefined ? 0 : (toldError(firstError)?.offset ?? 0);
	const text =
		entry === undefined
			? theme.paint('quiet', withoutLines(state))
			: messageCells(entry.message.slice(told), {
					width,
					shift: 0,
					match: '',
					theme,
				});
	return spread(
		` ${theme.paint('strong', '2')} ${theme.paint('quiet', 'Build      ')} ${firstError === undefined ? '' : theme.paint('bad', 'error ')}${text}`,
		theme.paint('quiet', `${lineCountWords(build)} `),
		width,
	);
}

function withoutLines(state: State): string {
	const {build} = state;
	const failure = buildFailure(state);
	if (failure !== undefined) {
		return failure.kind === 'said'
			? 'not loaded'
			: safe(failure.failure.message);
	}

	return build.status === 'ended' ? 'empty' : 'waiting for the build log';
}
