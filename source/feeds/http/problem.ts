import {isObject, parseJson} from '../json/json-value.ts';

/** What a server says of an error, in its own words. */
export type Problem = {readonly code?: string; readonly message?: string};

/** Reads `{"code", "message"}`, flat or inside `error`, the object that servers send with an error; what is none of these says nothing. */
export function readProblem(text: string): Problem {
	const value = parseJson(text);
	if (!isObject(value)) {
		return {};
	}

	const {error} = value;
	if (typeof error === 'string' && value['message'] === undefined) {
		return {message: error};
	}

	const {code, message} = isObject(error) ? error : value;
	return {
		...(typeof code === 'string' && {code}),
		...(typeof message === 'string' && {message}),
	};
}
