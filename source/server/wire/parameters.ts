import {type Micros} from '../../log/entry.ts';
import {parseTime} from '../given/time-text.ts';
import {invalidParameter} from './answer.ts';

/** The one value of a parameter; one that is present but empty counts as absent. */
export function readText(
	parameters: URLSearchParams,
	name: string,
): string | undefined {
	const values = parameters.getAll(name).filter((value) => value !== '');
	if (values.length > 1) {
		throw invalidParameter(`${name} is given more than once.`);
	}

	return values[0];
}

export function readNumber(
	parameters: URLSearchParams,
	name: string,
	lowest: number,
	highest: number,
): number | undefined {
	const text = readText(parameters, name);
	if (text === undefined) {
		return undefined;
	}

	const value = Number(text);
	if (!/^\d+$/v.test(text) || value < lowest || value > highest) {
		throw invalidParameter(
			`${name} must be a whole number from ${lowest} to ${highest}, not ${JSON.stringify(text)}.`,
		);
	}

	return value;
}

export function readChoice<Choice extends string>(
	parameters: URLSearchParams,
	name: string,
	choices: readonly Choice[],
): Choice | undefined {
	const text = readText(parameters, name);
	const choice = choices.find((candidate) => candidate === text);
	if (text !== undefined && choice === undefined) {
		throw invalidParameter(
			`${name} must be ${choices.join(' or ')}, not ${JSON.stringify(text)}.`,
		);
	}

	return choice;
}

/** The values of a parameter, which commas or repetition part; sorted, without doubles. */
export function readList(
	parameters: URLSearchParams,
	name: string,
): readonly string[] {
	const values = parameters.getAll(name).flatMap((value) => value.split(','));
	return [...new Set(values)].filter((value) => value !== '').toSorted();
}

export function readTime(
	parameters: URLSearchParams,
	name: string,
): Micros | undefined {
	const text = readText(parameters, name);
	if (text === undefined) {
		return undefined;
	}

	const time = parseTime(text);
	if (time === undefined) {
		const hint = text.includes(' ')
			? ' A plus sign in an address is written %2B.'
			: '';
		throw invalidParameter(
			`${name} must be an RFC 3339 time such as 2026-01-31T12:00:00Z, not ${JSON.stringify(text)}.${hint}`,
		);
	}

	return time;
}
