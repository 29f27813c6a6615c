import {Box, Text} from 'ink';
import TextInput from 'ink-text-input';
import {type Theme} from '../theme.ts';

type PromptProps = {
	readonly label: string;
	readonly value: string;
	/** A second row: what can be typed, or what is wrong with it. */
	readonly hint?: string;
	readonly isProblem?: boolean;
	readonly theme: Theme;
	readonly onType: (value: string) => void;
};

export function Prompt({
	label,
	value,
	hint,
	isProblem = false,
	theme,
	onType,
}: PromptProps) {
	return (
		<Box flexDirection="column">
			<Box>
				<Text>{theme.paint('strong', ` ${label} `)}</Text>
				<TextInput value={value} onChange={onType} />
			</Box>
			{hint === undefined ? null : (
				<Text wrap="truncate-end">
					{theme.paint(isProblem ? 'bad' : 'quiet', ` ${hint}`)}
				</Text>
			)}
		</Box>
	);
}
