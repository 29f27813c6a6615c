/** What programs write in the place of a level. */
const names = new Set(
	`trace debug info notice note warn warning error err fatal panic dpanic critical
	crit alert emerg emergency severe verbose information success dbug dbg wrn inf
	ftl trc fail config fine finer finest log erro debu`.split(/\s+/v),
);
/** Those that are words of a sentence when they are written small. */
const onlyLarge = new Set([
	'fail',
	'config',
	'fine',
	'finer',
	'finest',
	'alert',
	'log',
	'success',
]);
/** Those with which a sentence may begin, so that they stay in it: `error connecting to db`. */
const mayBegin = new Set([
	'error',
	'warning',
	'notice',
	'note',
	'fatal',
	'panic',
	'critical',
	'emergency',
	'information',
	'verbose',
	'severe',
]);
/** With the signs around it. */
const longestLevel = 20;
const mostTokens = 7;
const farthest = 120;

/** The level that a text begins with, or has behind the names of a thread or a logger, and the text without it where it stands first. */
export function readLevel(text: string): {
	readonly level: string;
	readonly message: string;
} {
	let at = 0;
	for (let index = 0; index < mostTokens && at < farthest; index++) {
		const start = skip(text, at);
		const end = endOfToken(text, start);
		if (end === start) {
			break;
		}

		at = end;
		if (end - start > longestLevel) {
			continue;
		}

		const token = text.slice(start, end);
		// `Error: boom` and Go's `panic: boom` are what was thrown, not a level and a message.
		if (token === 'Error:' || token === 'panic:') {
			break;
		}

		const word = bare(token);
		if (isLevel(word, index > 0 && word === token)) {
			return {
				level: word,
				message:
					index === 0 && !(word === token && isOfSentence(word, text, end))
						? text.slice(skipBehind(text, end, token))
						: text,
			};
		}

		const within = wordWithin(token, index);
		if (within !== undefined) {
			return {
				level: within,
				message:
					index === 0 && !token.includes('=')
						? text.slice(skipBehind(text, end, token))
						: text,
			};
		}
	}

	return {level: levelOfHead(text), message: text};
}

/** Whether a sentence begins with a word that could be its level: what is a level stands apart, or is written large. */
function isOfSentence(word: string, text: string, end: number): boolean {
	return (
		mayBegin.has(word.toLowerCase()) &&
		word !== word.toUpperCase() &&
		/^ (?![ \-\|])/v.test(text.slice(end, end + 2))
	);
}

/** A level that stands together with what it is of: `[core:error]`, `local.ERROR:`, `INFO/MainProcess]`, `INFO[0003]`, `level=warn`, `##[error]`, `fail:`. */
function wordWithin(token: string, index: number): string | undefined {
	if (!mayHoldLevel(token)) {
		return undefined;
	}

	const {
		word = '',
		assigned,
		marked,
	} = joinedLevel.exec(token)?.groups ??
	(index === 0 ? (/^(?<marked>fail):$/v.exec(token)?.groups ?? {}) : {});
	const level = assigned ?? marked ?? word;
	return level !== '' && names.has(level.toLowerCase()) ? level : undefined;
}

/** Whether it begins as those do: what most tokens do not is told without an expression. */
function mayHoldLevel(token: string): boolean {
	const first = token.charAt(0);
	return (
		first === '[' ||
		first === '#' ||
		(first >= 'A' && first <= 'Z') ||
		token.includes('.') ||
		token.startsWith('le') ||
		token.startsWith('lvl') ||
		token.startsWith('severity') ||
		token.startsWith('at=') ||
		token === 'fail:'
	);
}

const joinedLevel =
	/^(?:\[[\w\-]{1,30}:|##\[)(?<marked>[a-z]{4,7})\]$|^(?:level|lvl|severity|at)="?(?<assigned>\w{3,9})"?$|^(?:\w{1,30}\.)?(?<word>[A-Z]{3,9})(?:\/\S{1,30}|\[\d{1,6}\]|:)$/v;

/** The head of a stack: `TypeError: …`, `Uncaught (in promise) Error: …`, `java.lang.IllegalStateException: …`. */
function levelOfHead(text: string): string {
	if (text.startsWith('(node:')) {
		return text.includes('UnhandledPromiseRejection') ? 'error' : 'warning';
	}

	return mayBeThrown(text) && thrown.test(text) ? 'error' : '';
}

/** Whether it begins with the name of an error, or a letter with which other heads of stacks begin. */
function mayBeThrown(text: string): boolean {
	if (otherHeads.has(text.charAt(0))) {
		return true;
	}

	let at = 0;
	for (; isOfName(text, at); at++);
	return (
		text.startsWith('Error', at - 5) || text.startsWith('Exception', at - 9)
	);
}

const otherHeads = new Set(['U', 'E', 'T', '*', 'e', 'f', 'p', 't']);

function isOfName(text: string, at: number): boolean {
	// eslint-disable-next-line unicorn/prefer-code-point -- Hot, and all of a name are one code unit.
	const code = text.charCodeAt(at);
	return (
		(code >= 0x61 && code <= 0x7a) ||
		(code >= 0x41 && code <= 0x5a) ||
		(code >= 0x30 && code <= 0x39) ||
		code === 0x2e ||
		code === 0x24 ||
		code === 0x5f ||
		(code === 0x3a &&
			(text.startsWith('::', at) || text.startsWith('::', at - 1)))
	);
}

/** The name of what was thrown, as an expression: `java.io.IOException:`. */
export const thrownName = String.raw`(?:[\w$]{1,60}(?:\.|::)){0,10}[\w$]{0,60}(?:Error|Exception)(?::|$| [\[\(])`;

const thrown = new RegExp(
	String.raw`^(?:Uncaught |Unhandled |error: |panic: |fatal error: |Traceback \(|Exception in thread |thread '[^']{0,60}' panicked |\*\* \()|^${thrownName}`,
	'v',
);

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

/** To where a message begins behind a level, which may be padded within its brackets: `[info     ] up`. */
function skipBehind(text: string, from: number, token: string): number {
	if (token.startsWith('[') && !token.includes(']')) {
		const end = skip(text, from);
		return text.charAt(end) === ']' ? skip(text, end + 1) : end;
	}

	return skip(text, from);
}

/* eslint-disable unicorn/prefer-code-point -- Hot, and all that is looked for is one code unit. */
function skip(text: string, from: number): number {
	let at = from;
	while (isSeparator(text.charCodeAt(at))) {
		at++;
	}

	return at;
}

/** A blank, a tab, `-`, `|`, `:` or `,`. */
function isSeparator(code: number): boolean {
	return (
		code === 0x20 ||
		code === 0x2d ||
		code === 0x3a ||
		code === 0x7c ||
		code === 0x2c ||
		code === 0x09
	);
}

function endOfToken(text: string, from: number): number {
	const most = Math.min(text.length, from + 80);
	let at = from;
	while (at < most) {
		const code = text.charCodeAt(at);
		if (code === 0x20 || code === 0x09 || code === 0x7c || code === 0x2c) {
			break;
		}

		at++;
		// A bracket, or a colon that is not alone.
		if (code === 0x5d || (code === 0x3a && at - from > 1)) {
			break;
		}
	}

	return at;
}
/* eslint-enable unicorn/prefer-code-point */

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
