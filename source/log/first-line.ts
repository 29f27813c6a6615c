/** The line of a message that its row shows, and how many more there are. */
export function firstLine(message: string): {
	readonly line: string;
	readonly moreCount: number;
} {
	const whole = withoutEnd(message);
	if (!whole.includes('\n')) {
		return {line: withoutReturn(whole), moreCount: 0};
	}

	const lines = whole.split('\n');
	// A message that begins with blank lines says something all the same.
	const line = lines.find((one) => one.trim() !== '') ?? '';
	return {line: withoutReturn(line), moreCount: lines.length - 1};
}

/** All lines of a message; one newline at its end ends the last of them. */
export function messageLines(message: string): readonly string[] {
	return withoutEnd(message)
		.split('\n')
		.map((line) => withoutReturn(line));
}

function withoutEnd(message: string): string {
	return message.endsWith('\n') ? message.slice(0, -1) : message;
}

function withoutReturn(line: string): string {
	return line.endsWith('\r') ? line.slice(0, -1) : line;
}
