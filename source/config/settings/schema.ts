import {type Node} from 'jsonc-parser';
import {themeNames} from '../../ui/look/theme.ts';
import {nearestName} from '../usage-error.ts';

/** Holds what a file says against the schema. */
export function checkSettings(
	node: Node,
	schema: Schema,
	key = '',
): readonly Problem[] {
	if ('anyOf' in schema) {
		const fitting = schema.anyOf.find(
			(one) => 'type' in one && isOfType(node, one),
		);
		return fitting === undefined
			? [
					problem(
						node,
						key,
						`it is to be ${schema.anyOf.map((one) => typeWords(one)).join(' or ')}`,
					),
				]
			: checkSettings(node, fitting, key);
	}

	if (!isOfType(node, schema)) {
		return [problem(node, key, `it is to be ${typeWords(schema)}`)];
	}

	switch (schema.type) {
		case 'string': {
			return checkText(node, schema, key);
		}

		case 'boolean': {
			return [];
		}

		case 'integer': {
			return Number.isSafeInteger(node.value) &&
				Number(node.value) >= schema.minimum
				? []
				: [
						problem(
							node,
							key,
							`it is to be a whole number from ${schema.minimum} on`,
						),
					];
		}

		case 'array': {
			const items = node.children ?? [];
			return items.length < (schema.minItems ?? 0)
				? [problem(node, key, 'it is empty')]
				: items.flatMap((item, index) =>
						checkSettings(item, schema.items, `${key}[${index}]`),
					);
		}

		case 'object': {
			return checkMembers(node, schema, key);
		}
	}
}

/** The part of JSON Schema that is needed here. */
type Schema =
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

/** What is wrong, where in the text, and under which key. */
export type Problem = {
	readonly offset: number;
	/** `targets.prod.token`; empty for the whole. */
	readonly key: string;
	readonly words: string;
};

type TypedSchema = Exclude<Schema, {readonly anyOf: readonly Schema[]}>;

function checkText(
	node: Node,
	schema: Extract<Schema, {readonly type: 'string'}>,
	key: string,
): readonly Problem[] {
	const value = String(node.value);
	if (value.trim() === '') {
		return [problem(node, key, 'it is empty')];
	}

	return schema.enum === undefined || schema.enum.includes(value)
		? []
		: [problem(node, key, `it is to be one of ${schema.enum.join(', ')}`)];
}

function checkMembers(
	node: Node,
	schema: Extract<Schema, {readonly type: 'object'}>,
	key: string,
): readonly Problem[] {
	const members = node.children ?? [];
	const known = Object.keys(schema.properties ?? {});
	const seen = new Set<string>();
	const problems = members.flatMap((member) => {
		const [nameNode, valueNode] = member.children ?? [];
		if (nameNode === undefined || valueNode === undefined) {
			return [];
		}

		const name = String(nameNode.value);
		const path = key === '' ? name : `${key}.${name}`;
		if (seen.has(name)) {
			return [problem(nameNode, path, 'it is there twice; keep one of them')];
		}

		seen.add(name);
		const ofMember = known.includes(name)
			? schema.properties?.[name]
			: schema.additionalProperties;
		if (ofMember === undefined || ofMember === false) {
			const nearest = nearestName(name, known);
			return [
				problem(
					nameNode,
					path,
					`there is no such key${nearest === undefined ? `; there are ${known.filter((one) => !one.startsWith('$')).join(', ')}` : `; did you mean ${nearest}?`}`,
				),
			];
		}

		return checkSettings(valueNode, ofMember, path);
	});
	const {minProperties = 0, maxProperties = Number.POSITIVE_INFINITY} = schema;
	return problems.length === 0 &&
		(members.length < minProperties || members.length > maxProperties)
		? [problem(node, key, `it is to hold one of ${known.join(', ')}`)]
		: problems;
}

function isOfType(node: Node, schema: Schema): schema is TypedSchema {
	return (
		'type' in schema &&
		node.type === (schema.type === 'integer' ? 'number' : schema.type)
	);
}

const words = {
	string: 'a text in quotes',
	boolean: 'true or false',
	integer: 'a whole number',
	array: 'a list',
	object: 'an object',
} as const;

function typeWords(schema: Schema): string {
	return 'type' in schema ? words[schema.type] : 'something else';
}

function problem({offset}: Node, key: string, text: string): Problem {
	return {offset, key, words: text};
}
