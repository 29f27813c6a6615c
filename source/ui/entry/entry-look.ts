import {type Micros} from '../../log/entry.ts';
import {type Logs} from '../../store/logs.ts';
import {type State} from '../../store/state.ts';
import {fit, cut} from '../../text/cut.ts';
import {relativeTime, type Timestamps} from '../../text/timestamp.ts';
import {isWide} from '../look/surface.ts';
import {type Setting} from '../look/setting.ts';
import {shortRegion} from '../look/words.ts';
import {createExpression} from '../../log/expression.ts';
import {type Query} from '../../log/query.ts';
import {type Needle} from '../../text/highlight.ts';
import {viewport} from '../../store/list/viewport.ts';
import {fieldCells, fieldsKey, measureFields} from './field-cells.ts';
import {type EntryLook, headWidthOf, roomOf} from './entry-rows.ts';

/** How the rows of entries look now; `width` is that of the list. */
export function entryLook(
	state: State,
	{timestamps, theme}: Setting,
	width: number,
): EntryLook {
	const {logs, screen} = state;
	return {
		width: width - 1,
		shift: screen.shift,
		isWrapped: screen.isWrapped,
		unfolded: screen.unfolded,
		match: needles(logs.query),
		regionWidth: isWide(screen.columns) ? regionWidth(logs, screen.columns) : 0,
		fields: fieldCells(state, width),
		time: timeOf(state, timestamps),
		theme,
	};
}

const leastRegionWidth = 12;
/** So much of a row is the region's at most: the longest names there are stand in full from 120 columns on. */
const mostOfRow = 1 / 5;
/** `+14 d 00:00:00`: two weeks, which is as long as logs are kept. */
const relativeWidth = 14;

/** The cells that a row has for the message of an entry; `width` is that of the list. */
export function messageWidth(
	state: State,
	{timestamps}: Setting,
	width: number,
): number {
	const {logs, screen} = state;
	return roomOf(timeOf(state, timestamps)(0), {
		width: width - 1,
		regionWidth: isWide(screen.columns) ? regionWidth(logs, screen.columns) : 0,
		fields: fieldCells(state, width),
	});
}

/** Looks with the same key give the same rows, as long as the matches are the same. */
export function lookKey({logs, screen}: State): string {
	const {columns, shift, isWrapped, times} = screen;
	return [
		columns,
		shift,
		isWrapped,
		times,
		isWide(columns) ? regionWidth(logs, columns) : 0,
		fieldsKey({logs, screen}),
	].join(' ');
}

function timeOf(
	{screen, details}: State,
	timestamps: Timestamps,
): (time: Micros) => string {
	const origin = details.deployment?.createdAt;
	if (screen.times === 'deployment' && origin !== undefined) {
		return (time) =>
			fit(relativeTime(time, origin), relativeWidth, {align: 'right'});
	}

	return isWide(screen.columns) ? timestamps.timeWithMillis : timestamps.time;
}

/** There is no column for a region that all entries have. */
function regionWidth({buffer}: Logs, columns: number): number {
	const {names} = buffer.regions;
	const known = measured.get(buffer);
	const count = Math.min(names.length, mostMeasured);
	if (known?.count === count) {
		return Math.min(known.width, Math.floor(columns * mostOfRow));
	}

	const shown = names.slice(0, count).filter(Boolean);
	const width =
		shown.length < 2
			? 0
			: Math.max(
					leastRegionWidth,
					...shown.map((name) => shortRegion(name).length),
				);
	measured.set(buffer, {count, width});
	return Math.min(width, Math.floor(columns * mostOfRow));
}

/** A server may make up any number of names; of so many the column is as wide. */
const mostMeasured = 100;

/** Asked for with every frame: measured again once there are more names. */
const measured = new WeakMap<
	Logs['buffer'],
	{readonly count: number; readonly width: number}
>();

/** What is marked in the messages of a query: all that they were looked for by. */
export function needles({filter, refinements}: Query): readonly Needle[] {
	return [
		...(filter.text === '' ? [] : [filter.text]),
		...refinements.flatMap((refinement): readonly Needle[] => {
			if (
				refinement.effect === 'hide' ||
				refinement.kind === 'pattern' ||
				refinement.kind === 'field'
			) {
				return [];
			}

			if (refinement.kind === 'text') {
				return [refinement.text];
			}

			const {source, flags} = refinement;
			const created = createExpression(source, `g${flags}`);
			return created.kind === 'unclear' ? [] : [created.expression];
		}),
	];
}

/** The names of the fields that stand in columns, each above its own. */
export function fieldsHeading(
	state: State,
	setting: Setting,
	width: number,
): string {
	// The rows may be drawn after it.
	measureFields(state, viewport(state.logs));
	const look = entryLook(state, setting, width);
	const {fields, time} = look;
	if (fields === undefined) {
		return setting.theme.paint(
			'quiet',
			cut(' There is no room for the columns that are chosen.', width),
		);
	}

	const before = 1 + headWidthOf(time(0), look) - fields.width;
	return setting.theme.paint(
		'quiet',
		cut(`${' '.repeat(before)}${fields.heading}message`, width),
	);
}
