import {loadedFilter, type Query} from '../../log/query.ts';
import {formatTime} from '../../log/time-text.ts';
import {withoutTokens} from '../../log/token.ts';

/** A line for a shell that asks for a query: `deplog storefront-7f3k2m --level error --query 'a b'`. `words` name the program and the deployment. */
export function commandLine(
	words: readonly string[],
	query: Query,
	{isPrinting}: {readonly isPrinting: boolean},
): string {
	const {levels, regions, text} = loadedFilter(query);
	const {since, until} = query.range;
	return [
		...words,
		...(isPrinting ? ['--print'] : []),
		...(isPrinting && until === undefined ? ['--follow'] : []),
		...flag('level', levels.join(',')),
		...flag('region', regions.join(',')),
		...flag('query', withoutTokens(text)),
		...flag('since', since === undefined ? '' : formatTime(since)),
		...flag('until', until === undefined ? '' : formatTime(until)),
		...(until !== undefined && query.order === 'desc'
			? ['--order', 'desc']
			: []),
	]
		.map((word) => quoted(word))
		.join(' ');
}

function flag(name: string, value: string): string[] {
	if (value === '') {
		return [];
	}

	// A value that begins so would be taken for a flag.
	return value.startsWith('-') ? [`--${name}=${value}`] : [`--${name}`, value];
}

function quoted(word: string): string {
	return /^[\w%+,.\/:=@\-]+$/v.test(word)
		? word
		: `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
