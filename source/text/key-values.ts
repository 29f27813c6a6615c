/** `path=/cart` in a text. */
export type KeyValue = {
	readonly key: string;
	readonly value: string;
	/** As it stands in the text. */
	readonly source: string;
};

const pairPattern =
	/(?<=^|[\s\(,;])(?<key>[A-Za-z_][\w.\-]*)=(?<value>"(?:[^"\\]|\\.)*"|[^\s,;"'\(\)\[\]\{\}]+)/gv;

/** The pairs in a text, in their order. */
export function findKeyValues(text: string): KeyValue[] {
	return [...text.matchAll(pairPattern)].map(({0: source, groups}) => ({
		key: groups?.['key'] ?? '',
		value: groups?.['value'] ?? '',
		source,
	}));
}
