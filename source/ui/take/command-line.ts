import {loadedFilter, type Query} from '../../log/query.ts';
import {refinementText} from '../../log/refinement.ts';
import {formatTime} from '../../log/wall-time.ts';
import {withoutTokens} from '../../log/token.ts';

/**
A line for a shell that asks for a query: `deplog storefront-7f3k2m --level error --query 'a b'`. `words` name the program and the deployment.

Whatever stands in it, sh, bash, zsh and fish make the same words of it, also when it is pasted, and run nothing.
*/
export function commandLine(
	words: readonly string[],
	query: Query,
	{isPrinting}: {readonly isPrinting: boolean},
): CommandLine {
	const {levels, regions, text} = loadedFilter(query);
	const {since, until} = query.range;
	return quoted([
		...words,
		...(isPrinting ? ['--print'] : []),
		...(isPrinting && until === undefined ? ['--follow'] : []),
		...flagWords('level', levels.join(',')),
		...flagWords('region', regions.join(',')),
		...flagWords('query', withoutTokens(text)),
		...(query.scope === 'everything' ? [] : whereOf(query)).flatMap((one) =>
			flagWords('where', withoutTokens(one)),
		),
		...flagWords('since', since === undefined ? '' : formatTime(since)),
		...flagWords('until', until === undefined ? '' : formatTime(until)),
		...(until !== undefined && query.order === 'desc'
			? ['--order', 'desc']
			: []),
	]);
}

type CommandLine =
	| {readonly kind: 'line'; readonly text: string}
	/** Why there is none, in a sentence. */
	| {readonly kind: 'refused'; readonly reason: string};

/** The same for the build log, which is printed whole. */
export function buildCommandLine(words: readonly string[]): CommandLine {
	return quoted([...words, '--print', '--build']);
}

function quoted(words: readonly string[]): CommandLine {
	const reason = reasonToRefuse(words);
	return reason === undefined
		? {kind: 'line', text: words.map((word) => quoteWord(word)).join(' ')}
		: {kind: 'refused', reason};
}

/** The filters of fields, which another deplog is told, too. */
function whereOf({refinements}: Query): readonly string[] {
	return refinements
		.filter(({kind}) => kind === 'field')
		.map((one) => refinementText(one));
}

function flagWords(name: string, value: string): string[] {
	if (value === '') {
		return [];
	}

	// A value that begins so would be taken for a flag.
	return value.startsWith('-') ? [`--${name}=${value}`] : [`--${name}`, value];
}

/** A terminal that a control character is pasted into takes it for a key; others turn round what is read or are not seen, and half a character has no bytes. */
const unfit =
	/[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]--[\p{Join_Control}\uFE0E-\uFE0F]]/v;

function reasonToRefuse(words: readonly string[]): string | undefined {
	if (words[1]?.startsWith('-')) {
		return 'There is no command line for this: the name of the deployment would be taken for a flag.';
	}

	for (const [index, word] of words.entries()) {
		const control = unfit.exec(word)?.[0];
		if (control !== undefined) {
			const flag = /^--[a-z\-]+/v.exec(
				word.startsWith('--') ? word : (words[index - 1] ?? ''),
			)?.[0];
			return `There is no command line for this: ${flag ?? 'a name in it'} holds the control character ${nameOf(control)}, which no shell may be given.`;
		}
	}

	return undefined;
}

function nameOf(control: string): string {
	const code = (control.codePointAt(0) ?? 0).toString(16).toUpperCase();
	return `U+${code.padStart(4, '0')}`;
}

/** Single quotes, and outside of them what some shells read within them: `'` and `\`. */
function quoteWord(word: string): string {
	if (/^[\w\-.\/:,@][\w\-.\/:,@+=]*$/v.test(word)) {
		return word;
	}

	const parts = word
		.split(/(['\\])/v)
		.filter((part) => part !== '')
		.map((part) => (/^['\\]$/v.test(part) ? `\\${part}` : `'${part}'`));
	return parts.length === 0 ? "''" : parts.join('');
}
