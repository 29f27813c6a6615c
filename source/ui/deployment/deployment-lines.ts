import {
	type Deployment,
	type Timeline,
	readLabels,
} from '../../log/deployment.ts';
import {type Micros} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {fit, cut} from '../../text/cut.ts';
import {type LogSource, type SourceFile} from '../../log/feed-traits.ts';
import {width as widthOf} from '../../text/width.ts';
import {faceRow} from '../look/line.ts';
import {deploymentFailure, verdict} from '../look/verdict.ts';
import {type Setting} from '../look/setting.ts';
import {safe, count, counted} from '../look/words.ts';
import {type Theme} from '../look/theme.ts';
import {knownIds, shortId} from '../latest/latest-deployment.ts';

/** All that is known of the deployment, on `height` rows. */
export function deploymentLines(
	state: State,
	setting: Setting,
	{width, height}: {readonly width: number; readonly height: number},
): string[] {
	const {theme} = setting;
	const {deployment} = state.details;
	const failure = deploymentFailure(state);
	const {source} = state.logs;
	if (source !== undefined) {
		return fileLines(source, theme, {width, height});
	}

	if (deployment === undefined) {
		const face =
			failure === undefined
				? ({role: 'quiet', lines: ['Asking for the details …']} as const)
				: failure.kind === 'said'
					? ({role: 'quiet', lines: [failure.words]} as const)
					: ({
							role: 'bad',
							lines: [safe(failure.failure.message), 'R tries again.'],
						} as const);
		return Array.from({length: height}, (_, index) =>
			faceRow(face, index, {width, height}, theme),
		);
	}

	const {lines, top} = fieldLines(state, setting, {width, height});
	return lines.slice(top, top + height);
}

const longestName = 40;

const sizeCells = 8;

const nameWidth = 11;
/** Two columns of fields need that much. */
const leastWidthForColumns = 88;

type Size = {readonly width: number; readonly height: number};

/** The rows of all fields, and which of them stands first. */
function fieldLines(
	state: State,
	setting: Setting,
	{width, height}: Size,
): {readonly lines: readonly string[]; readonly top: number} {
	const selected =
		state.screen.focus === 'deployment' ? selectedField(state) : -1;
	const lines = columns(
		deploymentFields(state, setting),
		{width, height, selected},
		setting,
	);
	return {
		lines,
		top: Math.max(0, (selected % lines.length) - height + 1),
	};
}

/** `rows 1–6 of 11` where not all fields have room; else empty. */
export function deploymentRowWords(
	state: State,
	setting: Setting,
	size: Size,
): string {
	if (
		state.logs.source !== undefined ||
		state.details.deployment === undefined
	) {
		return '';
	}

	const {lines, top} = fieldLines(state, setting, size);
	return lines.length > size.height
		? `rows ${top + 1}–${top + size.height} of ${lines.length}`
		: '';
}

/** Which field `y` copies, from 0. */
export function selectedField({screen}: State): number {
	return screen.field;
}

/** Nothing before the details have come. */
export function deploymentFields(
	state: State,
	setting: Setting,
): readonly Field[] {
	const {deployment} = state.details;
	const failure = deploymentFailure(state);
	return deployment === undefined
		? []
		: [
				...(deployment.timelines === undefined
					? fieldsOf(deployment, setting)
					: revisionFields(deployment, state, setting)),
				...(failure?.kind === 'own'
					? [
							{
								name: 'error',
								value: setting.theme.paint(
									'bad',
									safe(failure.failure.message),
								),
							},
						]
					: []),
			];
}

function fieldsOf(
	deployment: Deployment,
	{timestamps, theme}: Setting,
): Field[] {
	const at = (time: Micros | undefined) =>
		time === undefined ? 'unknown' : timestamps.dateTime(time);
	const databases = Object.entries(deployment.databases).map(
		([name, id]) => `${safe(name)} ${safe(id)}`,
	);
	return [
		statusField(deployment, theme),
		{
			name: 'domains',
			value:
				deployment.domains.map((domain) => safe(domain)).join(', ') || 'none',
		},
		{name: 'created', value: at(deployment.createdAt)},
		{name: 'updated', value: at(deployment.updatedAt)},
		{name: 'id', value: safe(deployment.id)},
		{name: 'project', value: safe(deployment.projectId)},
		{name: 'databases', value: databases.join(', ') || 'none'},
		...(deployment.description === undefined
			? []
			: [{name: 'about', value: safe(deployment.description)}]),
	];
}

/** One column, or two where they fit or one would be too long. */
function columns(
	fields: readonly Field[],
	{
		width,
		height,
		selected,
	}: {
		readonly width: number;
		readonly height: number;
		readonly selected: number;
	},
	{theme}: Setting,
): string[] {
	const lineOf = (index: number, cells: number) => {
		const field = fields[index];
		if (field === undefined) {
			return '';
		}

		const mark = index === selected ? theme.paint('selected', '▌') : ' ';
		return cut(
			`${theme.paint('quiet', fit(field.name, nameWidth))}${mark}${field.value}`,
			cells,
			{ellipsis: '…'},
		);
	};

	if (width < leastWidthForColumns || fields.length <= height / 2) {
		return fields.map((_, index) => lineOf(index, width));
	}

	const rows = Math.max(Math.ceil(fields.length / 2), 1);
	const left = Math.floor(width / 2);
	return Array.from(
		{length: rows},
		(_, index) =>
			fit(lineOf(index, left - 2), left) + lineOf(index + rows, width - left),
	);
}

/** A row for each file: its name, its format, how much it holds, and how many lines did not fit. */
function fileLines(
	{files, isKnown}: LogSource,
	theme: Theme,
	{width, height}: {readonly width: number; readonly height: number},
): string[] {
	const names = Math.min(
		longestName,
		Math.max(...files.map(({name}) => widthOf(safe(name)))),
	);
	const formats = Math.max(...files.map(({format}) => widthOf(format)));
	const shown =
		files.length > height ? files.slice(0, Math.max(1, height - 1)) : files;
	const lines = shown.map((file) =>
		cut(
			[
				fit(safe(file.name), names),
				fit(file.format, formats),
				theme.paint('quiet', fit(sizeWords(file.size), sizeCells)),
				describe(file),
				...(isKnown ? [] : [theme.paint('busy', 'reading')]),
			].join('  '),
			width,
			{ellipsis: '…'},
		),
	);
	return shown.length === files.length
		? lines
		: [
				...lines,
				theme.paint('quiet', `and ${count(files.length - shown.length)} more`),
			].slice(0, height);
}

function describe({lineCount, entryCount, oddCount}: SourceFile): string {
	return [
		counted(lineCount, 'line', 'lines'),
		counted(entryCount, 'entry', 'entries'),
		...(oddCount === 0 ? [] : [`${count(oddCount)} did not fit`]),
	].join(' · ');
}

/** `1.2 MB` */
function sizeWords(bytes: number): string {
	const units = ['B', 'kB', 'MB', 'GB', 'TB'];
	let value = bytes;
	let unit = 0;
	while (value >= 1000 && unit < units.length - 1) {
		value /= 1000;
		unit++;
	}

	return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

/** What is known of a deployment, by its name. */
type Field = {
	readonly name: string;
	/** With its colours. */
	readonly value: string;
};

/** Whether it has worked, and how long that took. */
function statusField(deployment: Deployment, theme: Theme): Field {
	const {role, words, duration} = verdict(deployment);
	return {
		name: 'status',
		value: [
			theme.paint(role, words),
			...(duration === undefined ? [] : [`in ${duration}`]),
		].join(' '),
	};
}

/** What v2 tells of a revision: its fields, what was deployed, and what leads to it. */
function revisionFields(
	deployment: Deployment,
	state: State,
	{timestamps, theme}: Setting,
): Field[] {
	const {failure, domains, createdAt, updatedAt, deletedAt} = deployment;
	const {timelines = []} = deployment;
	const {branch, commit, author} = readLabels(deployment);
	const at = (time: Micros | undefined) =>
		time === undefined ? 'unknown' : timestamps.dateTime(time);
	const field = (name: string, value: string): Field[] =>
		value === '' ? [] : [{name, value}];
	return [
		statusField(deployment, theme),
		...(failure === undefined
			? []
			: field(
					'failure',
					theme.paint(
						'bad',
						[failure.stage, failure.code, failure.message]
							.map((text) => safe(text))
							.filter(Boolean)
							.join(' · '),
					),
				)),
		...field('commit', safe(commit)),
		...field('branch', safe(branch)),
		...field('author', safe(author)),
		{name: 'created', value: at(createdAt)},
		...(updatedAt === undefined ? [] : [{name: 'built', value: at(updatedAt)}]),
		...(deletedAt === undefined
			? []
			: [{name: 'deleted', value: theme.paint('bad', at(deletedAt))}]),
		...(timelines.length === 0
			? [
					{
						name: 'domains',
						value: domains.map((domain) => safe(domain)).join(', ') || 'none',
					},
				]
			: timelines.map((timeline) => ({
					name: 'timeline',
					value: timelineWords(timeline),
				}))),
		...field('serves', servingWords(deployment, state)),
		{name: 'id', value: safe(deployment.id)},
		{name: state.logs.traits.words.project, value: safe(deployment.projectId)},
	];
}

/** `Production: shop.acme.deno.net, shop.example`. */
function timelineWords({name, hostnames}: Timeline): string {
	const hosts = hostnames.map((host) => safe(host)).join(', ');
	return name === '' ? hosts : `${safe(name)}: ${hosts || 'no domain'}`;
}

/** What people get now. Where a newer one has succeeded and does not, the timeline is locked. */
function servingWords({id}: Deployment, state: State): string {
	const {deployments} = state.latest;
	const serving = deployments.find(({isServing}) => isServing === true);
	if (serving === undefined) {
		return '';
	}

	const isLocked = deployments.slice(0, deployments.indexOf(serving)).some(
		(newer) =>
			newer.status.kind === 'succeeded' &&
			newer.isServing === false &&
			// That of a branch has a domain of the branch.
			newer.domains.every((domain) => domain.includes(newer.id)),
	);
	return [
		serving.id === id ? 'this one' : shortId(serving.id, knownIds(state)),
		...(isLocked ? ['the timeline is locked to it'] : []),
	].join(', ');
}
