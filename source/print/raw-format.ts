import {type Options} from '../config/options.ts';
import {type Entry} from '../log/entry.ts';
import {sanitize} from '../text/sanitize.ts';

/** The message alone, with a newline at its end; byte for byte but on a terminal, where it is made safe. */
export function createRawFormat({
	hasColors,
	isOnTerminal = false,
}: Pick<Options, 'hasColors' | 'isOnTerminal'>): (entry: Entry) => string {
	return ({message}) => {
		const text = message.replace(/\r?\n$/v, '');
		return isOnTerminal
			? `${text
					.split(/\r?\n/v)
					.map((line) => sanitize(line, {hasColors}))
					.join('\n')}\n`
			: `${text}\n`;
	};
}
