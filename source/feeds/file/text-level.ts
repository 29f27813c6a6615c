/** What programs write in the place of a level. */
const names = new Set(
	`trace debug info notice warn warning error err fatal panic critical crit
	alert emerg emergency severe verbose information dbug dbg wrn inf
	ftl trc fail config fine finer finest`.split(/\s+/v),
);
/** Those that are words of a sentence when they are written small. */
const onlyLarge = new Set([
	'fail',
	'config',
	'fine',
	'finer',
	'finest',
	'alert',
]);
/** With the signs around it. */
const longestLevel = 20;
const mostTokens = 5;
const farthest = 120;

/** The level that a text begins with, or has behind the names of a thread or a logger, and the text without it where it stands first. */
export function readLevel(text: string): {
	readonly level: string;
	readonly message: string;
} {
	let at = 0;
	for (let index = 0; index < mostTokens && at < farthest; index++) {
		const start = skip(text, at, separators);
		const end = endOfToken(text, start);
		if (end === start) {
			break;
		}

		const token = text.slice(start, end);
		if (token.length > longestLevel) {
			at = end;
			continue;
		}

		const word = bare(token);
		// `Error: boom` is what was thrown, not a level and a message.
		if (token === 'Error:') {
			break;
		}

		if (isLevel(word, index > 0 && word === token)) {
			return {
				level: word,
				message: index === 0 ? text.slice(skip(text, end, separators)) : text,
			};
		}

		at = end;
	}

	return {level: hasError(text) ? 'error' : '', message: text};
}

/** The head of a stack: `TypeError: …`, `Uncaught (in promise) Error: …`, `java.lang.IllegalStateException: …`. */
function hasError(text: string): boolean {
	return /^(?:Uncaught |Unhandled |error: |panic: |Traceback \(|\(node:)|^(?:[\w$]{1,60}\.){0,10}[\w$]{0,60}(?:Error|Exception)(?::|$| \[)/v.test(
		text,
	);
}

function isLevel(word: string, isLargeOnly: boolean): boolean {
	const spelling = spellings.get(word);
	return spelling !== undefined && (spelling === 'large' || !isLargeOnly);
}

/** Each name as it is written: `WARN`, and where it may stand so, `warn` and `Warn`. */
const spellings: ReadonlyMap<string, 'large' | 'small'> = new Map(
	[...names].flatMap((name) => [
		...(onlyLarge.has(name)
			? []
			: [
					[name, 'small'] as const,
					[name.charAt(0).toUpperCase() + name.slice(1), 'small'] as const,
				]),
		[name.toUpperCase(), 'large'] as const,
	]),
);

const separators = new Set([' ', '\t', '-', '|', ':', ',']);

function skip(text: string, from: number, some: ReadonlySet<string>): number {
	let at = from;
	while (some.has(text.charAt(at))) {
		at++;
	}

	return at;
}

function endOfToken(text: string, from: number): number {
	let at = from;
	while (at < text.length && at - from < 80) {
		const character = text.charAt(at);
		if (character === ' ' || character === '\t' || character === '|') {
			break;
		}

		at++;
		if (character === ']' || (character === ':' && at - from > 1)) {
			break;
		}
	}

	return at;
}

/** Without the brackets and signs around it. */
function bare(token: string): string {
	let from = 0;
	let to = token.length;
	if ('[(<'.includes(token.charAt(0))) {
		from++;
	}

	for (let signs = 0; signs < 3 && to > from; signs++) {
		if (!'])>:,'.includes(token.charAt(to - 1))) {
			break;
		}

		to--;
	}

	return token.slice(from, to);
}
