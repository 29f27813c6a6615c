/** Whether the text is printable ASCII through and through: a cell for each character, and nothing to make safe. Most log lines are. */
export function isPrintableAscii(text: string): boolean {
	return !/[^ -~]/v.test(text);
}
