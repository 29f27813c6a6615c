import {type Node} from 'jsonc-parser';
import {nearestName} from '../usage-error.ts';
import {type Schema} from './schema.ts';

/** What is wrong, where in the text, and under which key. */
export type Problem = {
	readonly offset: number;
	/** `targets.prod.token`; empty for the whole. */
	readonly key: string;
	readonly words: string;
};

type TypedSchema = Exclude<Schema, {readonly anyOf: readonly Schema[]}>;

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
	const problems = members.flatMap((member) => {
		const [nameNode, valueNode] = member.children ?? [];
		if (nameNode === undefined || valueNode === undefined) {
			return [];
		}

		const name = String(nameNode.value);
		const path = key === '' ? name : `${key}.${name}`;
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
