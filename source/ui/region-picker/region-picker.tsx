import {Box, Text} from 'ink';
import {type Store} from '../../store/create-store.ts';
import {type RegionCount} from '../../store/region-counts.ts';
import {type Mode} from '../../store/state.ts';
import {fit} from '../../text/fit.ts';
import {choiceRows} from '../prompt/choice-rows.ts';
import {PromptInput} from '../prompt/prompt-input.tsx';
import {type Setting} from '../setting.ts';
import {type Theme} from '../theme.ts';
import {count, shortRegion} from '../words.ts';
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
		<Box flexDirection="column" height={height}>
			<PromptInput
				label={theme.paint('key', ' regions ')}
				value={mode.value}
				width={columns}
				onChange={(value) => {
					dispatch({kind: 'mode', mode: {...mode, value, index: 0}});
				}}
			/>
			<Text>
				{rows(mode, regionChoices(mode), {
					width: columns,
					height: height - 1,
					theme,
				}).join('\n')}
			</Text>
		</Box>
	);
}

function rows(
	{chosen, index, value}: Regions,
	choices: readonly RegionCount[],
	look: {
		readonly width: number;
		readonly height: number;
		readonly theme: Theme;
	},
): string[] {
	const {theme} = look;
	if (choices.length === 0) {
		return [
			theme.paint(
				'quiet',
				value === ''
					? ' No region has been seen yet.'
					: ' No region seen so far is like that.',
			),
		];
	}

	return choiceRows(
		choices,
		(choice) => {
			const isChosen = chosen.includes(choice.region);
			return [
				theme.paint(isChosen ? 'good' : 'quiet', isChosen ? '[x]' : '[ ]'),
				fit(shortRegion(choice.region), 24),
				theme.paint('quiet', fit(count(choice.count), 10, {align: 'right'})),
			].join(' ');
		},
		{...look, index},
	);
}
