import {themeNames} from '../../ui/look/theme.ts';

/** The part of JSON Schema that is needed here. */
export type Schema =
	| {
			readonly type: 'string';
			readonly description: string;
			readonly enum?: readonly string[];
			readonly examples?: readonly string[];
	  }
	| {readonly type: 'boolean'; readonly description: string}
	| {
			readonly type: 'integer';
			readonly description: string;
			readonly minimum: number;
	  }
	| {
			readonly type: 'array';
			readonly description: string;
			readonly items: Schema;
			readonly minItems?: number;
	  }
	| {
			readonly type: 'object';
			readonly description: string;
			readonly properties?: Readonly<Record<string, Schema>>;
			/** Names are free, and all values are like that; false: only those named. */
			readonly additionalProperties: Schema | false;
			/** So many members at most. */
			readonly maxProperties?: number;
			readonly minProperties?: number;
	  }
	/** One of several, told apart by their types. */
	| {readonly description: string; readonly anyOf: readonly Schema[]};

const text = (description: string, ...examples: string[]): Schema => ({
	type: 'string',
	description,
	...(examples.length > 0 && {examples}),
});

const texts = (description: string): Schema => ({
	type: 'array',
	description,
	items: text('One of them.'),
	minItems: 1,
});

const strict = (
	description: string,
	properties: Readonly<Record<string, Schema>>,
): Schema => ({
	type: 'object',
	description,
	properties,
	additionalProperties: false,
});

const map = (description: string, values: Schema): Schema => ({
	type: 'object',
	description,
	additionalProperties: values,
});

const token: Schema = {
	type: 'object',
	description:
		'Where the access token is: in a variable of the environment, in a file, or printed by a command. Never the token itself.',
	properties: {
		variable: text('The name of a variable.', 'SHOP_TOKEN'),
		file: text('The path of a file.', '~/.config/deplog/token'),
		command: texts(
			'A program and its arguments; no shell reads them. What it prints is the token.',
		),
	},
	additionalProperties: false,
	minProperties: 1,
	maxProperties: 1,
};

const query = strict(
	'What to look for, as the flags of the same names say it.',
	{
		level: text('Levels, with commas.', 'error,warning'),
		region: text('Regions, with commas.', 'us-east4'),
		query: text('A text that the message holds.', 'timeout'),
		where: texts('Filters of fields, such as status>=500.'),
		since: text('From when on.', '1h'),
		until: text('Up to when.', '5m'),
	},
);

const place = {
	app: text('The app’s name.', 'storefront'),
	org: text('The organization’s name.', 'acme'),
	apiUrl: text(
		'The address of the API, with its version.',
		'https://console.deno.com/api/v2',
	),
	token,
} as const;

/** What the user's file may hold. `docs/config.schema.json` is this, for editors. */
export const settingsSchema = strict('The settings of deplog.', {
	$schema: text('The address of this schema, for editors.'),
	theme: {
		type: 'string',
		description: 'The colors: the terminal’s own 16, or none.',
		enum: themeNames,
	},
	timeZone: text(
		'For showing and for reading times.',
		'local',
		'utc',
		'Europe/Paris',
	),
	buffer: {
		type: 'integer',
		description: 'How many entries to keep in memory.',
		minimum: 1000,
	},
	bell: {
		type: 'boolean',
		description: 'Ring when the deployment settles, at its first error.',
	},
	mouse: {
		type: 'boolean',
		description:
			'The wheel and clicks, as with --mouse; shift and drag selects text as ever.',
	},
	linear: {
		type: 'boolean',
		description: 'Write lines one below the other, for screen readers.',
	},
	keys: map(
		'Keys of your own: the name of a command, as the palette shows it, and the key or keys that do it instead.',
		{
			description: 'One key, or several.',
			anyOf: [text('A key.', 'ctrl+r'), texts('Keys.')],
		},
	),
	queries: map('Queries by name; the palette offers them.', query),
	apps: map(
		'What is for one app alone, by its name.',
		strict('For this app.', {
			columns: texts('Fields that are shown as columns.'),
			queries: map('Queries by name; the palette offers them.', query),
		}),
	),
	targets: map(
		'Targets by name: deplog prod.',
		strict('One that names an address or a token uses its own and no other.', {
			...place,
			deployment: text('The id of one deployment; else the newest is taken.'),
			project: text('Version 1: the id of a project.'),
		}),
	),
	...place,
});
