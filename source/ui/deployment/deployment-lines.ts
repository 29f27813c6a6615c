import {type Deployment} from '../../log/deployment.ts';
import {type Micros} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {fit} from '../../text/fit.ts';
import {cut} from '../../text/cut.ts';
import {verdict} from '../look/verdict.ts';
import {faceRow} from '../look/face-row.ts';
import {type Setting} from '../look/setting.ts';
import {safe} from '../look/words.ts';

type Field = {readonly name: string; readonly value: string};

const nameWidth = 11;
/** Two columns of fields need that much. */
const leastWidthForColumns = 88;

/** All that is known of the deployment, on `height` rows. */
export function deploymentLines(
	state: State,
	setting: Setting,
	{width, height}: {readonly width: number; readonly height: number},
): string[] {
	const {theme} = setting;
	const {deployment, failure} = state.details;
	if (deployment === undefined) {
		const face =
			failure === undefined
				? ({role: 'quiet', lines: ['Asking for the details …']} as const)
				: ({
						role: 'bad',
						lines: [safe(failure.message), 'R tries again.'],
					} as const);
		return Array.from({length: height}, (_, index) =>
			faceRow(face, index, {width, height}, theme),
		);
	}

	const fields = [
		...fieldsOf(deployment, state, setting),
		...(failure === undefined
			? []
			: [{name: 'error', value: theme.paint('bad', safe(failure.message))}]),
	];
	return columns(fields, width, height, setting).slice(0, height);
}

function fieldsOf(
	deployment: Deployment,
	{details}: State,
	{timestamps, theme}: Setting,
): Field[] {
	const {role, words, duration} = verdict(details);
	const at = (time: Micros | undefined) =>
		time === undefined
			? 'unknown'
			: `${timestamps.date(time)} ${timestamps.time(time)}`;
	const databases = Object.entries(deployment.databases).map(
		([name, id]) => `${safe(name)} ${safe(id)}`,
	);
	return [
		{
			name: 'status',
			value: [
				theme.paint(role, words),
				...(duration === undefined ? [] : [`in ${duration}`]),
			].join(' '),
		},
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
	width: number,
	height: number,
	setting: Setting,
): string[] {
	const line = ({name, value}: Field, cells: number) =>
		cut(
			`${setting.theme.paint('quiet', fit(name, nameWidth))} ${value}`,
			cells,
			{ellipsis: '…'},
		);
	if (width < leastWidthForColumns || fields.length <= height / 2) {
		return fields.map((field) => line(field, width));
	}

	const rows = Math.max(Math.ceil(fields.length / 2), 1);
	const left = Math.floor(width / 2);
	return Array.from({length: rows}, (_, index) => {
		const [a, b] = [fields[index], fields[index + rows]];
		return (
			fit(a === undefined ? '' : line(a, left - 2), left) +
			(b === undefined ? '' : line(b, width - left))
		);
	});
}
