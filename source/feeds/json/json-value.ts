/** The value that a text of JSON holds; nothing where it is no JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** A name that stands in an address by itself; nothing where the value is none: `.` and `..` lead elsewhere there, and half a character has no bytes. */
export function nameOf(value: unknown): string | undefined {
	return typeof value === 'string' && !/^\.{0,2}$|\p{Cs}/v.test(value)
		? value
		: undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands for a text where it ought to be one: whatever else it is as JSON, empty where there is none. */
export function textOf(value: unknown): string {
	if (typeof value === 'string') {
		return value;
	}

	return value === undefined || value === null ? '' : JSON.stringify(value);
}
