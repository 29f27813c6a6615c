import {highlight, type Needle} from '../../text/highlight.ts';
import {type JsonLine, type JsonPart} from '../../text/lay-out-json.ts';
import {sanitizePieces} from '../../text/sanitize.ts';
import {type Role, type Theme} from '../look/theme.ts';
import {type MessageLine} from './message-lines.ts';

/** So many characters at least are looked through for matches at once. */
const pieceLength = 1024;

/** A line of a message with its colours, safe for a terminal: in one piece, or in several that are made when they are asked for, where it is long. */
export function* messagePieces(
	line: MessageLine,
	match: readonly Needle[],
	theme: Theme,
): Generator<string, void> {
	let piece = '';
	for (const part of paint(line, theme)) {
		piece += part;
		if (piece.length >= pieceLength) {
			yield highlight(piece, match, theme.match);
			piece = '';
		}
	}

	yield highlight(piece, match, theme.match);
}

function* paint(line: MessageLine, theme: Theme): Generator<string, void> {
	switch (line.kind) {
		case 'text': {
			yield* sanitizePieces(line.text, {hasColors: theme.hasColors});
			break;
		}

		case 'frame': {
			const {call, place, isOwn} = line.frame;
			yield '    ';
			yield* paintText(isOwn ? 'strong' : 'quiet', call, theme);
			yield ' ';
			yield* paintText(isOwn ? 'name' : 'quiet', place, theme);
			break;
		}

		case 'pair': {
			const {key, value} = line.pair;
			yield* paintText('name', key.padEnd(line.keyWidth), theme);
			yield '  ';
			yield* sanitizePieces(value, {hasColors: false});
			break;
		}

		case 'json': {
			yield* paintJson(line.line, theme);
		}
	}
}

/** Deeper lines stand no further to the right. */
const deepestIndent = 20;

function* paintJson(
	{depth, parts}: JsonLine,
	theme: Theme,
): Generator<string, void> {
	yield '  '.repeat(Math.min(depth, deepestIndent));
	for (const [index, part] of parts.entries()) {
		yield* paintText(roles[part.kind], part.text, theme);
		if (part.text === ':' || (part.text === ',' && index < parts.length - 1)) {
			yield ' ';
		}
	}
}

function* paintText(
	role: Role,
	text: string,
	theme: Theme,
): Generator<string, void> {
	for (const piece of sanitizePieces(text, {hasColors: false})) {
		yield theme.paint(role, piece);
	}
}

const roles: Readonly<Record<JsonPart['kind'], Role>> = {
	key: 'name',
	string: 'string',
	number: 'number',
	literal: 'literal',
	punctuation: 'quiet',
};
