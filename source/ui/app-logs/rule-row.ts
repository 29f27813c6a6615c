import {cut} from '../../text/cut.ts';
import {width as widthOf} from '../../text/width.ts';
import {type Theme} from '../look/theme.ts';
import {type RuleWords} from './rule-words.ts';

/** `── 12:01–12:03 loading ──────`. The offer stays where the text has to give way. */
export function ruleRow(
	{text, offer = '', isBad = false}: RuleWords,
	width: number,
	theme: Theme,
): string {
	const role = isBad ? 'bad' : 'quiet';
	const end = offer === '' ? '' : ` · ${offer}`;
	const shown =
		cut(text, width - widthOf(end) - 4, {ellipsis: '…'}) +
		cut(end, Math.max(0, width - 4));
	const rest = Math.max(0, width - widthOf(shown) - 4);
	return `${theme.paint('quiet', '──')} ${theme.paint(role, shown)} ${theme.paint('quiet', '─'.repeat(rest))}`;
}
