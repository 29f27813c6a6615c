import {levelOf} from '../../log/level.ts';
import {type Role, type Theme} from './theme.ts';
import {safe} from './words.ts';

/** A level is a letter as well as a colour: `E`, `W`, `I`, `D` by whatever name it came. What is none of the four has its first letter, where that is not one of theirs: a row with an `E` never vanishes under the errors. */
export function levelLetter(level: string, theme: Theme): string {
	return theme.paint(levelRole(level), letter(level));
}

export function levelRole(level: string): Role {
	return levelOf(level) ?? 'text';
}

function letter(level: string): string {
	const first = safe(levelOf(level) ?? level)
		.slice(0, 1)
		.toUpperCase();
	return levelOf(level) !== undefined || /^[[!-~]--[EWID]]$/v.test(first)
		? first
		: '?';
}
