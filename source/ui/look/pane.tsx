import {Box, Text} from 'ink';
import {fit, cut} from '../../text/cut.ts';
import {width as widthOf} from '../../text/width.ts';
import {type Rectangle} from './surface.ts';
import {type Theme} from './theme.ts';

/** A border around something, its title in it. */
export function Pane({
	rectangle: {width, height},
	title,
	isFocused,
	lines = noLines,
	theme,
}: PaneProps) {
	const paint = (text: string) =>
		theme.paint(isFocused ? 'focused' : 'quiet', text);
	const rows = Array.from(
		{length: Math.max(0, height - 2)},
		(_, index) =>
			`${paint('│')} ${fit(lines[index] ?? '', width - 4, {ellipsis: '…'})} ${paint('│')}`,
	);
	return (
		<Box flexDirection="column" width={width} height={height} flexShrink={0}>
			<Text>
				{[
					topBorder(title, width, paint),
					...rows,
					paint(`╰${'─'.repeat(width - 2)}╯`),
				].join('\n')}
			</Text>
		</Box>
	);
}

type PaneProps = {
	readonly rectangle: Rectangle;
	readonly title: {readonly left: string; readonly right?: string};
	readonly isFocused: boolean;
	/** Empty where a surface lies over it. */
	readonly lines?: readonly string[];
	readonly theme: Theme;
};

const noLines: readonly string[] = [];

/** What is inside the border. */
export function inside({x, y, width, height}: Rectangle): Rectangle {
	return {x: x + 1, y: y + 1, width: width - 2, height: height - 2};
}

function topBorder(
	{left, right = ''}: PaneProps['title'],
	width: number,
	paint: (text: string) => string,
): string {
	const shown = cut(left, width - 6, {ellipsis: '…'});
	const end = right === '' ? '' : ` ${right} ${paint('─')}`;
	const room = width - widthOf(shown) - 4;
	const hasEnd = widthOf(end) < room;
	const rest = room - (hasEnd ? widthOf(end) : 0);
	return `${paint('╭')} ${shown} ${paint('─'.repeat(Math.max(0, rest)))}${hasEnd ? end : ''}${paint('╮')}`;
}
