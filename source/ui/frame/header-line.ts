import {hasFailed} from '../../log/deployment.ts';
import {type Micros} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {perSecond} from '../../store/update/rate.ts';
import {
	anchorTime,
	isFollowing,
	selectedItem,
} from '../../store/view/viewport.ts';
import {cut} from '../../text/cut.ts';
import {width as widthOf} from '../../text/width.ts';
import {isWide} from '../look/size.ts';
import {type Setting} from '../look/setting.ts';
import {type Role} from '../look/theme.ts';
import {count, safe} from '../look/words.ts';
import {verdict} from '../look/verdict.ts';
import {type StateWord, stateWord} from './state-word.ts';

/** A word of the header. It gives way to those with a lower number; shorter forms are tried first. */
type Segment = {
	readonly role: Role;
	/** From the longest form to the shortest. */
	readonly forms: readonly string[];
	readonly rank: number;
	readonly isRight?: boolean;
	/** Cells between it and the one before. */
	readonly gap?: number;
};

/** One row: which deployment, its verdict, the state of its stream, and the selected entry's time. The verdict is there at every width. */
export function headerLine(
	state: State,
	setting: Setting,
	now: Micros,
	width: number,
): string {
	return fitSegments(segments(state, setting, now), width, setting);
}

function segments(state: State, setting: Setting, now: Micros): Segment[] {
	const {details, logs} = state;
	const {role, words, duration} = verdict(details);
	const hasEnded = endedInVain(state);
	const word: StateWord = hasEnded
		? {role: 'strong', word: '■ ENDED', more: []}
		: stateWord(logs, now);
	const id = safe(details.deployment?.id ?? setting.deploymentId);
	return [
		{role: 'strong', forms: [id, ...shortened(id, idCells)], rank: 4},
		...(logs.traits.hasDetails
			? [{role, forms: [words], rank: 0} as const]
			: []),
		...(duration === undefined
			? []
			: [{role, forms: [duration], rank: 8} as const]),
		{role: word.role, forms: [word.word], rank: 1, gap: 3},
		...word.more.map((text, index): Segment => ({
			role: index === word.more.length - 1 ? 'text' : word.role,
			forms: [text, ...shortened(text, reasonCells)].map((form) => `· ${form}`),
			rank: 3 + index * 3,
			gap: 1,
		})),
		...(hasEnded ? [] : [...following(state), ...pace(state, setting)]),
		...(setting.isSimulated
			? [
					{
						role: 'simulated',
						forms: ['SIMULATED', 'SIM'],
						rank: 3,
						gap: 3,
					} as const,
				]
			: []),
		{
			role: 'text',
			forms: timeForms(state, setting, now),
			rank: 2,
			isRight: true,
		},
	];
}

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

const idCells = [18, 12, 8];
const reasonCells = [60, 40, 24];

function shortened(text: string, lengths: readonly number[]): string[] {
	return lengths
		.filter((cells) => cells < widthOf(text))
		.map((cells) => cut(text, cells, {ellipsis: '…'}));
}

function following({logs}: State): Segment[] {
	return logs.connection.kind === 'none'
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

function pace({logs}: State, {timestamps}: Setting): Segment[] {
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
			: [`quiet since ${timestamps.time(quietSince)}`];
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
	if (time === undefined) {
		return [zone];
	}

	const clock = isWide(screen.columns)
		? timestamps.timeWithMillis(time)
		: timestamps.time(time);
	const date = timestamps.date(time);
	return [
		...(date === timestamps.date(now) ? [] : [`${date} ${clock} ${zone}`]),
		`${clock} ${zone}`,
		zone,
	];
}

function finite(time: Micros): Micros | undefined {
	return Number.isFinite(time) && time > 0 ? time : undefined;
}

/** Shortens, then leaves out what ranks last until all fits. */
function fitSegments(
	all: readonly Segment[],
	width: number,
	setting: Setting,
): string {
	let shown = all.map((segment) => ({segment, form: 0}));
	while (cellsOf(shown) > width) {
		const worst = Math.max(...shown.map(({segment}) => segment.rank));
		const last = shown.find(({segment}) => segment.rank === worst);
		if (last === undefined || worst === 0) {
			break;
		}

		shown =
			last.form + 1 < last.segment.forms.length
				? shown.map((one) =>
						one === last ? {...one, form: one.form + 1} : one,
					)
				: shown.filter((one) => one !== last);
	}

	return joined(shown, width, setting);
}

type Shown = {readonly segment: Segment; readonly form: number};

function cellsOf(shown: readonly Shown[]): number {
	let cells = 1;
	for (const [index, one] of shown.entries()) {
		cells += widthOf(textOf(one)) + (index === 0 ? 0 : gapOf(one));
	}

	return cells + 1;
}

function joined(
	shown: readonly Shown[],
	width: number,
	{theme}: Setting,
): string {
	const paint = (one: Shown) => theme.paint(one.segment.role, textOf(one));
	let left = ' ';
	let right = '';
	for (const [index, one] of shown.entries()) {
		if (one.segment.isRight === true) {
			right += paint(one);
		} else {
			left += (index === 0 ? '' : ' '.repeat(gapOf(one))) + paint(one);
		}
	}

	const blanks = Math.max(0, width - widthOf(left) - widthOf(right) - 1);
	return cut(`${left}${' '.repeat(blanks)}${right}`, width);
}

function textOf({segment, form}: Shown): string {
	return segment.forms[form] ?? '';
}

function gapOf({segment}: Shown): number {
	return segment.gap ?? 2;
}
