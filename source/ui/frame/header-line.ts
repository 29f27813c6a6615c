import {hasFailed} from '../../log/deployment.ts';
import {type Micros} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {newerDeployment} from '../../store/latest.ts';
import {perSecond} from '../../store/logs.ts';
import {
	anchorTime,
	isFollowing,
	selectedItem,
} from '../../store/list/viewport.ts';
import {cut} from '../../text/cut.ts';
import {width as widthOf} from '../../text/width.ts';
import {isWide} from '../look/surface.ts';
import {type Setting} from '../look/setting.ts';
import {count, safe} from '../look/words.ts';
import {knownIds, newerWords} from '../latest/latest-deployment.ts';
import {shownVerdict, statusVerdict} from '../look/verdict.ts';
import {type Role, type Theme} from '../look/theme.ts';
import {layoutOf} from './layout.ts';
import {type StateWord, stateWord} from './state-word.ts';

/** One row: which deployment, its verdict, the state of its stream, and the selected entry's time. The verdict is there at every width. */
export function headerLine(
	state: State,
	setting: Setting,
	now: Micros,
	width: number,
): string {
	const all = segments(state, setting, now);
	const others = all.filter(({forms}) => forms.at(-1) !== newerSign);
	const steady = shrink([...others, roomForNewer(state)], width);
	return fitSegments(
		all.flatMap((segment) => {
			if (segment.isSteady !== true) {
				return [segment];
			}

			const form = steady.shown.find((one) => one.segment === segment)?.form;
			return form === undefined
				? []
				: [{...segment, forms: segment.forms.slice(form)}];
		}),
		width,
		setting.theme,
	);
}

type HeaderSegment = Segment & {
	/** Is as long as there would be room for if a newer deployment were said: what follows it does not move when one is. */
	readonly isSteady?: boolean;
};

function segments(
	state: State,
	setting: Setting,
	now: Micros,
): HeaderSegment[] {
	const end: Segment = {
		role: 'text',
		forms: timeForms(state, setting, now),
		rank: [2, 2, 2, 1.2, 0.9],
		isRight: true,
	};
	if (state.isUnchosen) {
		return [{role: 'strong', forms: ['deplog'], rank: 0}, end];
	}

	const {details, logs} = state;
	const {role, words, duration} = shownVerdict(state);
	const isNewer = newerDeployment(state) !== undefined;
	const hasEnded = endedInVain(state);
	const word: StateWord = hasEnded
		? {role: 'strong', word: '■ ENDED', more: []}
		: stateWord(logs, now);
	const id = safe(details.deployment?.id ?? setting.deploymentId);
	return [
		nameSegment(state, id),
		...(logs.traits.hasDetails
			? [{role, forms: [words], rank: 0} as const]
			: []),
		...(duration === undefined
			? []
			: [{role, forms: [duration], rank: 8, isSteady: true} as const]),
		{
			role: word.role,
			forms: [word.word, ...shorten(word.word, [shortStateCells])],
			rank: [1, 0.5],
			gap: 3,
		},
		...word.more.map((text, index): Segment => ({
			role: word.role,
			forms: [`· ${text}`],
			rank: 3 + index * 2,
			gap: 1,
		})),
		...reasonSegment(word, state),
		...(hasEnded ? [] : followSegment(state)),
		...newerSegment(state),
		...(hasEnded ? [] : paceSegment(state, setting)),
		...(setting.isSimulated
			? [
					{
						role: 'simulated',
						forms: ['SIMULATED', 'SIM'],
						// The name stays where it is when a newer deployment is said.
						rank: isNewer ? 4.5 : 3,
						gap: 3,
					} as const,
				]
			: []),
		end,
	];
}

/** A newer deployment of the same project has a place of its own, and is said at every width. */
function newerSegment(state: State): Segment[] {
	const deployment = newerDeployment(state);
	if (deployment === undefined) {
		return [];
	}

	const isNarrow = state.screen.columns < leastColumnsForNewer;
	return [
		{
			role: statusVerdict(deployment.status).role,
			forms: [
				...(isNarrow ? [] : [newerWords(deployment, knownIds(state))]),
				newerSign,
			],
			rank: isNarrow ? 0.6 : [1.1, 0.6],
			gap: 3,
		},
	];
}

const newerSign = '▲';

/** As long as what is said of a newer deployment may be. */
function roomForNewer({screen}: State): Segment {
	const isNarrow = screen.columns < leastColumnsForNewer;
	return {
		role: 'text',
		forms: [
			isNarrow ? newerSign : `${newerSign} r9k2… cancelled  L`,
			newerSign,
		],
		rank: 1,
		gap: 3,
	};
}

const leastColumnsForNewer = 60;

/** Nothing is to be expected of a deployment that failed and has logged nothing. */
function endedInVain({details: {deployment}, logs}: State): boolean {
	const {kind} = logs.connection;
	return (
		deployment !== undefined &&
		hasFailed(deployment) &&
		logs.buffer.count === 0 &&
		(kind === 'live' || kind === 'connecting')
	);
}

/** `storefront-7f3k2m`, `storefront…-7f3k2m`, `…7f3k2m`: what tells it from others stands at its end. On v2 its app stands before it where there is room. */
function nameSegment({details, logs: {traits}}: State, id: string): Segment {
	const app =
		traits.hasNamedProjects === true
			? safe(details.deployment?.projectId ?? '')
			: '';
	const length = widthOf(id);
	const end = (cells: number) =>
		`…${cut(id, cells - 1, {skip: length - cells + 1})}`;
	const forms = [
		...(app === '' ? [] : [`${app} · ${id}`]),
		id,
		...middleCells
			.filter((cells) => cells < length)
			.map((cells) => cut(id, cells - endCells) + end(endCells)),
		...endForms.filter((cells) => cells < length).map((cells) => end(cells)),
	];
	return {
		role: 'strong',
		forms,
		rank: forms.map((form, index) => {
			const cells = widthOf(form);
			return index === forms.length - 1
				? 0.3
				: cells > 12
					? 4
					: cells > endCells
						? 2.5
						: 1.5;
		}),
	};
}

/** Why the logs do not come, where their own place does not say it. A refusal stands here whole or not at all: the footer has it then. */
function reasonSegment({reason, role}: StateWord, state: State): Segment[] {
	return reason === undefined || isFaceShown(state)
		? []
		: [
				{
					role: state.logs.connection.kind === 'offline' ? 'text' : role,
					forms: [
						reason,
						...(state.logs.connection.kind === 'offline'
							? []
							: shorten(reason, reasonCells)),
					].map((form) => `· ${form}`),
					rank: state.logs.connection.kind === 'offline' ? 3.5 : 6,
					gap: 1,
				},
			];
}

/** Whether the logs, which are empty, say why. */
export function isFaceShown(state: State): boolean {
	const layout = layoutOf(state);
	return (
		layout.kind === 'panes' &&
		layout.main.kind === 'logs' &&
		state.logs.view.first() === undefined
	);
}

const middleCells = [18, 12];
const endCells = 8;
const endForms = [endCells, 5];
const shortStateCells = 9;
const reasonCells = [60, 40, 24];

function shorten(text: string, lengths: readonly number[]): string[] {
	return lengths
		.filter((cells) => cells < widthOf(text))
		.map((cells) => cut(text, cells, {ellipsis: '…'}));
}

function followSegment({logs}: State): Segment[] {
	const {kind} = logs.connection;
	// Where nothing comes, nothing is followed.
	return kind === 'none' || (kind === 'offline' && isFollowing(logs))
		? []
		: [
				{
					role: isFollowing(logs) ? 'text' : 'strong',
					forms: [isFollowing(logs) ? '· following' : '· held'],
					rank: 5,
					gap: 1,
				},
			];
}

function paceSegment({logs}: State, {timestamps, now}: Setting): Segment[] {
	const {rate, connection, buffer} = logs;
	// Who has logged nothing yet has not fallen quiet.
	if (connection.kind !== 'live' || buffer.count === 0) {
		return [];
	}

	const {quietSince} = rate;
	const forms =
		quietSince === undefined
			? rate.counts.length === 0
				? []
				: [rateWords(perSecond(rate))]
			: [`quiet since ${timestamps.timeOn(now(), quietSince)}`];
	return forms.length === 0
		? []
		: [{role: 'quiet', forms, rank: 7, gap: 3} as const];
}

function rateWords(rate: number): string {
	return rate < 10
		? `${Number(rate.toFixed(1))}/s`
		: `${count(Math.round(rate))}/s`;
}

/** The selected entry's time, and always the zone. */
function timeForms(
	{logs, screen}: State,
	{timestamps}: Setting,
	now: Micros,
): string[] {
	const item = selectedItem(logs);
	const time =
		item?.kind === 'entry'
			? item.time
			: item === undefined
				? undefined
				: finite(anchorTime(logs));
	const zone = timestamps.zoneLabel(time ?? now);
	const zones = [zone, ...(/^UTC./v.test(zone) ? [zone.slice(3)] : [])];
	if (time === undefined) {
		return zones;
	}

	const clock = isWide(screen.columns)
		? timestamps.timeWithMillis(time)
		: timestamps.time(time);
	const date = timestamps.date(time);
	return [
		...(date === timestamps.date(now) ? [] : [`${date} ${clock} ${zone}`]),
		`${clock} ${zone}`,
		...zones,
	];
}

function finite(time: Micros): Micros | undefined {
	return Number.isFinite(time) && time > 0 ? time : undefined;
}

/** Writes words into a line: shortens, then leaves out what ranks last until all fits. */
export function fitSegments(
	all: readonly Segment[],
	width: number,
	theme: Theme,
): string {
	return joinShown(shrink(all, width), width, theme);
}

/** A word of a line. It gives way to those with a lower number; shorter forms are tried first. */
export type Segment = {
	readonly role: Role;
	/** From the longest form to the shortest. */
	readonly forms: readonly string[];
	/** One for all forms, or one for each of the shortest ones: with that of the last form it is left out. Below 1 is what is kept at every size. */
	readonly rank: number | readonly number[];
	readonly isRight?: boolean;
	/** Cells between it and the one before. */
	readonly gap?: number;
};

/** In which form each word fits, of those that fit. */
function shrink(all: readonly Segment[], width: number): Fitted {
	let shown: readonly Shown[] = all.map((segment) => ({segment, form: 0}));
	let isTight = false;
	while (cellsOf({shown, isTight}) > width) {
		const worst = Math.max(...shown.map((one) => rankOf(one)));
		const last = shown.find((one) => rankOf(one) === worst);
		if (last === undefined || worst === 0) {
			break;
		}

		// Before something goes that is kept at every size, all stand closer.
		if (worst < 1 && !isTight) {
			isTight = true;
			continue;
		}

		shown =
			last.form + 1 < last.segment.forms.length
				? shown.map((one) =>
						one === last ? {...one, form: one.form + 1} : one,
					)
				: shown.filter((one) => one !== last);
	}

	return {shown, isTight};
}

type Shown = {readonly segment: Segment; readonly form: number};
type Fitted = {readonly shown: readonly Shown[]; readonly isTight: boolean};

function rankOf({segment: {rank, forms}, form}: Shown): number {
	return typeof rank === 'number' ? rank : (rank.at(form - forms.length) ?? 0);
}

function cellsOf({shown, isTight}: Fitted): number {
	let cells = 1;
	for (const [index, one] of shown.entries()) {
		cells += widthOf(textOf(one)) + (index === 0 ? 0 : gapOf(one, isTight));
	}

	return cells + 1;
}

function joinShown(
	{shown, isTight}: Fitted,
	width: number,
	theme: Theme,
): string {
	const paint = (one: Shown) => theme.paint(one.segment.role, textOf(one));
	let left = ' ';
	let right = '';
	for (const [index, one] of shown.entries()) {
		if (one.segment.isRight === true) {
			right += paint(one);
		} else {
			left += (index === 0 ? '' : ' '.repeat(gapOf(one, isTight))) + paint(one);
		}
	}

	const blanks = Math.max(0, width - widthOf(left) - widthOf(right) - 1);
	return cut(`${left}${' '.repeat(blanks)}${right}`, width);
}

function textOf({segment, form}: Shown): string {
	return segment.forms[form] ?? '';
}

function gapOf({segment}: Shown, isTight: boolean): number {
	return isTight ? 1 : (segment.gap ?? 2);
}
