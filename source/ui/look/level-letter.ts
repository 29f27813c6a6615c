import {levelOf} from '../../log/level.ts';
import {type Role, type Theme} from './theme.ts';
import {safe} from './words.ts';

/** A level is a letter as well as a colour: `E`, `W`, `I`, `D` by whatever name it came. What is none of the four has its first letter, where that is not one of theirs: a row with an `E` never vanishes under the errors. */
export function levelLetter(
	level: string,
	theme: Theme,
	isReversed = false,
): string {
	const reverse =
		isReversed && theme.match !== '' ? `\u001B[${theme.match}m` : '';
	const painted = theme.paint(levelRole(level), reverse + letter(level));
	return reverse === '' || painted.endsWith('\u001B[0m')
		? painted
		: `${painted}\u001B[0m`;
}

/** The look of an error's or a warning's text. */
function textRole(level: string): Role {
	const meant = levelOf(level);
	return meant === 'error' || meant === 'warning' ? textRoles[meant] : 'text';
}

const textRoles = {error: 'errorText', warning: 'warningText'} as const;

const escape = '\u001B';

/** Paints a message by its level where it brings no colours of its own. */
export function paintMessage(
	cells: string,
	{level, message}: {readonly level: string; readonly message: string},
	theme: Theme,
): string {
	const role = textRole(level);
	return role === 'text' || message.includes(escape)
		? cells
		: theme.paint(role, cells);
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
