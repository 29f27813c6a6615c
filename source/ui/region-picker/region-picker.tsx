import {Box, Text} from 'ink';
import TextInput from 'ink-text-input';
import {type State} from '../../store/state.ts';
import {type Setting} from '../setting.ts';
import {count, shortRegion} from '../words.ts';
import {regionChoices} from './region-choices.ts';

type RegionPickerProps = {
	readonly state: State;
	readonly setting: Setting;
	readonly height: number;
	readonly onType: (value: string) => void;
};

export function RegionPicker({
	state,
	setting: {theme},
	height,
	onType,
}: RegionPickerProps) {
	const {mode} = state.screen;
	if (mode.kind !== 'regions') {
		return null;
	}

	const choices = regionChoices(state);
	const room = height - 1;
	const top = Math.max(0, mode.index - room + 1);
	const lines = choices
		.slice(top, top + room)
		.map(({name, count: entries, isChosen}, index) => {
			const mark = top + index === mode.index ? '▌' : ' ';
			const box = isChosen ? '[x]' : '[ ]';
			return `${theme.paint('selected', mark)}${box} ${shortRegion(name)}  ${theme.paint('quiet', count(entries))}`;
		});
	return (
		<Box flexDirection="column" height={height}>
			<Box>
				<Text>{theme.paint('strong', ' regions: ')}</Text>
				<TextInput value={mode.value} onChange={onType} />
			</Box>
			<Text>
				{lines.length === 0
					? theme.paint('quiet', ' no region was seen that matches')
					: lines.join('\n')}
			</Text>
		</Box>
	);
}
