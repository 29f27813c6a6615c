import {createFilter} from '../../log/query.ts';
import {type RegionCount} from '../../store/buffer/look-up.ts';
import {type State} from '../../store/state.ts';
import {fit} from '../../text/cut.ts';
import {type Command, inMode, list, type ModeOf} from '../keys/binding.ts';
import {toggleIn} from '../keys/shared-keys.ts';
import {fuzzySearch} from '../look/fuzzy-search.ts';
import {type Setting} from '../look/setting.ts';
import {count as countWords, shortRegion} from '../look/words.ts';
import {chooseSeveral, createPickerView} from '../prompts/picker-view.tsx';

/** Chooses regions among those seen. */
export const regionsView = createPickerView('regions', {
	label: ' regions ',
	noun: 'region',
	...chooseSeveral(
		{
			toggle: 'choose the region, or unchoose it',
			clear: 'empty the prompt, choose no region',
		},
		{toggle: inMode('regions', toggle), apply: inMode('regions', apply)},
	),
	choices: regionChoices,
	row: choiceRow,
	face: ({value}, {theme}) =>
		theme.paint(
			'quiet',
			value === ''
				? ' No region has been seen yet.'
				: ' No region seen so far matches that.',
		),
	height({screen: {mode, rows}}) {
		const most = Math.min(mostRows, Math.floor(rows / 3));
		const seen = mode.kind === 'regions' ? mode.seen.length : 0;
		return 1 + Math.max(1, Math.min(seen, most));
	},
});

type Regions = ModeOf<'regions'>;

const mostRows = 8;

/** The regions seen so far, those with most entries first; with something typed, those that are like it, the likest first. */
function regionChoices({value, seen}: Regions): readonly RegionCount[] {
	return fuzzySearch(seen, value, ({region}) => shortRegion(region));
}

function choiceRow(
	{region, count}: RegionCount,
	{chosen, since}: Regions,
	{theme, timestamps, now}: Setting,
): string {
	const isChosen = chosen.includes(region);
	return [
		theme.paint(isChosen ? 'good' : 'quiet', isChosen ? '[x]' : '[ ]'),
		fit(shortRegion(region), 24),
		theme.paint(
			'quiet',
			`${fit(countWords(count), 10, {align: 'right'})} ${since === undefined ? 'loaded' : `since ${timestamps.timeOn(now(), since)}`}`,
		),
	].join(' ');
}

/** Applies what was toggled; where nothing was, what is highlighted. */
function apply(mode: Regions, {logs: {query}}: State): Command[] {
	const {chosen, value, index} = mode;
	const {filter} = query;
	const highlighted = regionChoices(mode)[index]?.region;
	const isToggled =
		[...chosen].toSorted().join(' ') !==
		[...filter.regions].toSorted().join(' ');
	const isUntouched = value === '' && index === 0;
	const regions =
		isToggled || highlighted === undefined || (isUntouched && chosen.length > 0)
			? chosen
			: [highlighted];
	return [
		list,
		{
			kind: 'query',
			query: {...query, filter: createFilter({...filter, regions})},
		},
	];
}

function toggle(mode: Regions): Command[] {
	const region = regionChoices(mode)[mode.index]?.region;
	return region === undefined
		? []
		: [
				{
					kind: 'mode',
					mode: {
						...mode,
						chosen: toggleIn(mode.chosen, region),
					},
				},
			];
}
