import {isLevel} from '../../log/level.ts';
import {type Role, type Theme} from './theme.ts';
import {safe} from './words.ts';

/** A level is a letter as well as a colour: `E`, `W`, `I`, `D`, or the first letter of an unknown one. */
export function levelLetter(level: string, theme: Theme): string {
	return theme.paint(levelRole(level), letter(level));
}

export function levelRole(level: string): Role {
	return isLevel(level) ? level : 'text';
}

function letter(level: string): string {
	const first = safe(level).slice(0, 1).toUpperCase();
	return /^[!-~]$/v.test(first) ? first : '?';
}
