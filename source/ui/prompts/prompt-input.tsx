import {Box, Text} from 'ink';
import TextInput from 'ink-text-input';
import {useState} from 'react';

type PromptInputProps = {
	readonly label: string;
	readonly value: string;
	readonly width: number;
	readonly onChange: (value: string) => void;
};

/** A line to type in. */
export function PromptInput({label, value, width, onChange}: PromptInputProps) {
	const [typed, setTyped] = useState(value);
	const [version, setVersion] = useState(0);
	// What was not typed here was recalled: the cursor goes to its end.
	if (value !== typed) {
		setTyped(value);
		setVersion(version + 1);
	}

	return (
		<Box width={width} height={1} overflow="hidden">
			<Box flexShrink={0}>
				<Text>{label}</Text>
			</Box>
			<Text wrap="truncate-start">
				<TextInput
					key={version}
					value={value}
					onChange={(text) => {
						setTyped(text);
						onChange(text);
					}}
				/>
			</Text>
		</Box>
	);
}
