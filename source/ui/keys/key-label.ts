const labels: ReadonlyMap<string, string> = new Map([
	['up', '↑'],
	['down', '↓'],
	['left', '←'],
	['right', '→'],
	['pageup', 'pgup'],
	['pagedown', 'pgdn'],
	['escape', 'esc'],
]);

/** How a key is written for people. */
export function keyLabel(chord: string): string {
	return labels.get(chord) ?? chord;
}
