import {type Entry, type Micros} from '../../log/entry.ts';
import {type DetailSubject} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {relativeTime, createTimestamps} from '../../text/timestamp.ts';
import {wrap} from '../../text/wrap.ts';
import {needles} from '../entry/needles.ts';
import {type Setting} from '../look/setting.ts';
import {levelRole} from '../look/level-letter.ts';
import {durationWords, safe, shortRegion} from '../look/words.ts';
import {type DetailRow} from './detail-row.ts';
import {type Field, fieldLines} from './fields.ts';
import {messageRow} from './message-row.ts';
import {neighbourRows} from './neighbour-rows.ts';

type Line = {readonly text: string; readonly field?: Field};

const labelWidth = 8;
const utc = createTimestamps('utc');
/** Longer ago, tenths of a second say nothing. */
const longestInSeconds: Micros = 600_000_000;

/** All rows of what is shown in full: those of its fields, its message, and what was logged around it. */
export function detailContent(
	state: State,
	subject: DetailSubject,
	setting: Setting,
	width: number,
): DetailRow[] {
	const rows = remembered(state, subject, setting, width);
	return subject.kind === 'entry'
		? [...rows, ...neighbourRows(state, subject.entry, setting, width)]
		: [...rows];
}

let lastSubject: DetailSubject['entry'] | undefined;
let lastLook = '';
let lastRows: readonly DetailRow[] = [];

/** Laid out once for each entry, not with every frame. */
function remembered(
	state: State,
	subject: DetailSubject,
	setting: Setting,
	width: number,
): readonly DetailRow[] {
	const createdAt = state.details.deployment?.createdAt ?? 0;
	const look = `${width} ${createdAt} ${JSON.stringify(state.logs.query)}`;
	if (lastSubject !== subject.entry || lastLook !== look) {
		lastSubject = subject.entry;
		lastLook = look;
		lastRows = laidOut(linesOf(state, subject, setting), width);
	}

	return lastRows;
}

function laidOut(lines: readonly Line[], width: number): DetailRow[] {
	let fieldIndex = -1;
	return lines.flatMap(({text, field}) => {
		fieldIndex += field === undefined ? 0 : 1;
		return wrap(text, width - 1).map((row) => ({
			text: row,
			...(field !== undefined && {field, fieldIndex}),
		}));
	});
}

function linesOf(
	state: State,
	subject: DetailSubject,
	setting: Setting,
): Line[] {
	const {theme} = setting;
	const {entry} = subject;
	const match = needles(state.logs.query);
	const label = (words: string) =>
		theme.paint('quiet', words.padEnd(labelWidth));
	return [
		...(subject.kind === 'entry'
			? [
					{
						text: `${label('time')}${timeWords(subject.entry, state, setting)}`,
					},
				]
			: []),
		{
			text: `${label('level')}${theme.paint(levelRole(entry.level), safe(entry.level))}`,
			field: {kind: 'level', value: entry.level},
		},
		...('region' in entry && entry.region !== ''
			? [
					{
						text: `${label('region')}${regionWords(entry.region)}`,
						field: {kind: 'region', value: entry.region} as const,
					},
				]
			: []),
		{text: ''},
		...fieldLines(subject).map(({line, field}) => ({
			text: messageRow(line, match, theme),
			...(field !== undefined && {field}),
		})),
	];
}

/** `2026-03-01 12:03:21.340 UTC+01:00 · 11:03:21.340 UTC · +64.1 s`. */
function timeWords(
	{time}: Entry,
	{details}: State,
	{timestamps, theme}: Setting,
): string {
	const zone = timestamps.zoneLabel(time);
	const createdAt = details.deployment?.createdAt;
	const utcDate =
		utc.date(time) === timestamps.date(time) ? '' : `${utc.date(time)} `;
	return [
		`${timestamps.date(time)} ${timestamps.timeWithMillis(time)} ${zone}`,
		...(zone === 'UTC' ? [] : [`${utcDate}${utc.timeWithMillis(time)} UTC`]),
		...(createdAt === undefined
			? []
			: [`${sinceWords(time, createdAt)} since the deployment`]),
	].join(theme.paint('quiet', ' · '));
}

function sinceWords(time: Micros, createdAt: Micros): string {
	return Math.abs(time - createdAt) < longestInSeconds
		? relativeTime(time, createdAt)
		: `${time < createdAt ? '-' : '+'}${durationWords(Math.abs(time - createdAt))}`;
}

/** As it is shown in the list, and as the server names it. */
function regionWords(region: string): string {
	const short = shortRegion(region);
	return short === safe(region) ? short : `${short} (${safe(region)})`;
}
