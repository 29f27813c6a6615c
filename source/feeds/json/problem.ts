import {isObject, parseJson} from './json-value.ts';

/** Reads `{"code", "message"}`, flat or inside `error` or the first of `errors`, and what other backends send in their place; what is none of these says nothing. */
export function readProblem(text: string): Problem {
	return problemOf(parseJson(text), mostNested);
}

/** What a server says of an error, in its own words. */
type Problem = {readonly code?: string; readonly message?: string};

/** As `readProblem`, of a value that is parsed already. */
export function problemOf(value: unknown, depth = mostNested): Problem {
	if (typeof value === 'string') {
		return value === '' ? {} : {message: value};
	}

	if (Array.isArray(value)) {
		return depth === 0 ? {} : problemOf(value[0], depth - 1);
	}

	if (!isObject(value)) {
		return {};
	}

	const message = firstText(value, messageNames);
	const code = firstText(value, ['code']);
	const said = {
		...(code !== undefined && {code}),
		...(message !== undefined && {message}),
	};
	if (message !== undefined || depth === 0) {
		return said;
	}

	for (const name of [...messageNames, 'error', 'errors']) {
		const inner = problemOf(value[name], depth - 1);
		if (inner.message !== undefined || inner.code !== undefined) {
			return {...said, ...inner};
		}
	}

	return said;
}

const mostNested = 3;
const messageNames = [
	'message',
	'Message',
	'msg',
	'detail',
	'error_description',
	'errorMessage',
	'description',
	'reason',
	'title',
];

function firstText(
	value: Record<string, unknown>,
	names: readonly string[],
): string | undefined {
	return names
		.map((name) => value[name])
		.find((part): part is string => typeof part === 'string' && part !== '');
}
