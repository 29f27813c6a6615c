import {type Store} from '../../store/create-store.ts';
import {type RegionCount} from '../../store/buffer/region-counts.ts';
import {type Mode} from '../../store/screen-state.ts';
import {fit} from '../../text/fit.ts';
import {Picker} from '../prompts/picker.tsx';
import {type Setting} from '../look/setting.ts';
import {type Theme} from '../look/theme.ts';
import {count as countWords, shortRegion} from '../look/words.ts';
import {regionChoices} from './region-choices.ts';

type Regions = Extract<Mode, {readonly kind: 'regions'}>;

type RegionPickerProps = {
	readonly mode: Regions;
	readonly columns: number;
	readonly height: number;
	readonly setting: Setting;
	readonly dispatch: Store['dispatch'];
};

/** Chooses regions among those seen. */
export function RegionPicker({
	mode,
	columns,
	height,
	setting: {theme},
	dispatch,
}: RegionPickerProps) {
	return (
		<Picker
			label=" regions "
			value={mode.value}
			choices={regionChoices(mode)}
			index={mode.index}
			row={(choice) => choiceRow(choice, mode, theme)}
			face={theme.paint(
				'quiet',
				mode.value === ''
					? ' No region has been seen yet.'
					: ' No region seen so far is like that.',
			)}
			columns={columns}
			height={height}
			theme={theme}
			onChange={(value) => {
				dispatch({kind: 'mode', mode: {...mode, value, index: 0}});
			}}
		/>
	);
}

function choiceRow(
	{region, count}: RegionCount,
	{chosen}: Regions,
	theme: Theme,
): string {
	const isChosen = chosen.includes(region);
	return [
		theme.paint(isChosen ? 'good' : 'quiet', isChosen ? '[x]' : '[ ]'),
		fit(shortRegion(region), 24),
		theme.paint('quiet', fit(countWords(count), 10, {align: 'right'})),
	].join(' ');
}
