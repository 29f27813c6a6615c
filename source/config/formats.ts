/** In what form entries are printed. `text` has colors on a terminal only, `pretty` everywhere; `raw` is the message alone. */
export const formats = [
	'ndjson',
	'json',
	'text',
	'pretty',
	'csv',
	'raw',
] as const;

export type Format = (typeof formats)[number];
