/** The line of a message that its row shows, and how many more there are; beyond `mostCounted` they are not counted. */
export function firstLine(message: string): {
	readonly line: string;
	readonly moreCount: number;
} {
	const whole = withoutEnd(message);
	if (!whole.includes('\n')) {
		return {line: withoutReturn(whole), moreCount: 0};
	}

	return {line: findLine(whole), moreCount: countNewlines(whole)};
}

/** So many newlines are counted in a millisecond; a message of megabytes may have a million times as many as a row has cells. */
export const mostCounted = 10_000;

/** A message that begins with blank lines says something all the same. */
function findLine(whole: string): string {
	const start = whole.search(/\S/v);
	if (start === -1) {
		return '';
	}

	const from = whole.lastIndexOf('\n', start) + 1;
	const to = whole.indexOf('\n', start);
	return withoutReturn(whole.slice(from, to === -1 ? undefined : to));
}

function countNewlines(text: string): number {
	let count = 0;
	for (
		let index = text.indexOf('\n');
		index !== -1 && count <= mostCounted;
		index = text.indexOf('\n', index + 1)
	) {
		count++;
	}

	return count;
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
