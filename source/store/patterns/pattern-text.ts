import {anyWords} from '../../log/pattern.ts';

/** A shorter text is in too many messages. */
const shortestText = 4;

/** The longest text that all messages of a pattern hold, as one of them spells it; empty where there is none. */
export function longestIn(message: string, text: string): string {
	const parts = text
		.split(/<(?:\*|n|id|ip|email|time|duration)>|…/v)
		.map((part) => part.trim());
	// Blanks and colours are left out of patterns, so a part may be spelled otherwise in the message; its words are not.
	const words = parts.flatMap((part) => part.split(' '));
	const names = words.flatMap((word) => word.match(/[\p{L}_]+/gv) ?? []);
	for (const texts of [parts, words, names]) {
		const [longest] = texts
			.filter((one) => one.length >= shortestText && message.includes(one))
			.toSorted((a, b) => b.length - a.length);
		if (longest !== undefined) {
			return longest;
		}
	}

	return '';
}

/** What holds next to nothing but masks is kin of everything. */
export function saysSomething(text: string): boolean {
	const rest = text.replaceAll(/<(?:\*|n|id|ip|email|time|duration)>|…/gv, '');
	return text !== anyWords && /\p{L}{3}/v.test(rest);
}
