import {highlight, type Needle} from '../../text/highlight.ts';
import {type JsonLine, type JsonPart} from '../../text/lay-out-json.ts';
import {sanitize} from '../../text/sanitize.ts';
import {type Role, type Theme} from '../look/theme.ts';
import {type MessageLine} from './message-lines.ts';

/** A line of a message with its colours, safe for a terminal, however long. */
export function messageRow(
	line: MessageLine,
	match: readonly Needle[],
	theme: Theme,
): string {
	return highlight(painted(line, theme), match, theme.match);
}

function painted(line: MessageLine, theme: Theme): string {
	switch (line.kind) {
		case 'text': {
			return sanitize(line.text, {hasColors: theme.hasColors});
		}

		case 'frame': {
			const {call, place, isOwn} = line.frame;
			return `    ${theme.paint(isOwn ? 'strong' : 'quiet', bare(call))} ${theme.paint(isOwn ? 'name' : 'quiet', bare(place))}`;
		}

		case 'pair': {
			const {key, value} = line.pair;
			return `${theme.paint('name', bare(key.padEnd(line.keyWidth)))}  ${bare(value)}`;
		}

		case 'json': {
			return jsonRow(line.line, theme);
		}
	}
}

function jsonRow({depth, parts}: JsonLine, theme: Theme): string {
	const texts = parts.map((part, index) => {
		const isSpaced =
			part.text === ':' || (part.text === ',' && index < parts.length - 1);
		return (
			theme.paint(roles[part.kind], bare(part.text)) + (isSpaced ? ' ' : '')
		);
	});
	return '  '.repeat(depth) + texts.join('');
}

const roles: Readonly<Record<JsonPart['kind'], Role>> = {
	key: 'name',
	string: 'string',
	number: 'number',
	literal: 'literal',
	punctuation: 'quiet',
};

function bare(text: string): string {
	return sanitize(text, {hasColors: false});
}
