import {linearSource} from './linear-source.ts';

/**
Compiles what was typed between slashes, in today's syntax or the older one; `flags` are `i` and `g` at most.

It is written so that the engine can search for it in linear time when going back takes too long. What the engine cannot search for so is refused, and never run.
*/
export function createExpression(source: string, flags: string): Expression {
	if (source.length > longestSource) {
		return refuse(`${source.slice(0, 20)}…`, 'more than 1,000 characters');
	}

	const readFlags = ['v', 'u']
		.map((mode) => flags.replace('g', '') + mode)
		.find((tried) => compile(source, tried) instanceof RegExp);
	if (readFlags === undefined) {
		return {
			kind: 'unclear',
			reason: `/${source}/ is no regular expression: ${findError(source)}.`,
		};
	}

	const linear = linearSource(source, readFlags);
	if (linear.kind === 'refused') {
		return refuse(source, linear.part);
	}

	const ownFlags = flags.replace('i', '');
	const expression = compile(linear.source, ownFlags);
	if (!(expression instanceof RegExp) || !isBounded(linear.source)) {
		return refuse(source, 'repetitions of what repeats');
	}

	const long = compile(linear.source, `${ownFlags}l`);
	return {
		kind: 'expression',
		expressionFor: (text) =>
			text.length > longestAtOnce && long instanceof RegExp ? long : expression,
		reach: reachOf(linear.source, long instanceof RegExp),
	};
}

/** In characters: in a longer text the engine goes the linear way from the start. It does not count the steps back of `.*,`, which it takes from every character on: in one of 100,000 that is ten seconds. */
const longestAtOnce = 1024;

/** A regular expression, or why there is none. */
type Expression =
	| {
			readonly kind: 'expression';
			/** What a text is searched with. */
			readonly expressionFor: (text: string) => RegExp;
			/** In characters: so much of a message is looked at, so that none holds the screen. */
			readonly reach: number;
	  }
	| {readonly kind: 'unclear'; readonly reason: string};

type Group = {
	/** It can match the same text in several ways. */
	isAmbiguous: boolean;
};

// Expressions are short.
// eslint-disable-next-line regexp/no-super-linear-move
const repeatTokens = /\\.|\[(?:\\.|[^\\\]])*\]|\{\d+,\d*\}|./gsv;

/** Of a message of this length every expression sees all: v1's messages are no longer. */
const leastReach = 2048;

/** Characters times branches that an engine gets through in about a fifth of a second: a branch costs up to half a microsecond a character. */
const mostWork = 400_000;

// Expressions are short.
// eslint-disable-next-line regexp/no-super-linear-move
const tokens = /\\.|\[(?:\\.|[^\\\]])*\]|\{\d+(?:,\d*)?\}|\(\?|./gsv;

const longestSource = 1000;

function refuse(source: string, part: string): Expression {
	return {
		kind: 'unclear',
		reason: `/${source}/ may take for ever, because it has ${part}. Leave that out.`,
	};
}

/** What is wrong with an expression, in the engine's words. */
function findError(source: string): string {
	const error = String(compile(source, 'u'));
	const [, reason = 'it cannot be read'] = /: ([^:]+)$/v.exec(error) ?? [];
	return reason.toLowerCase();
}

/** The expression, or what the engine says against it. */
function compile(source: string, flags: string): RegExp | string {
	try {
		return new RegExp(source, flags);
	} catch (error) {
		return String(error);
	}
}

/** Whether the linear engine takes an expression; where there is no such engine, whether it is sure to need none. */
function isBounded(source: string): boolean {
	const hasEngine = compile('', 'l') instanceof RegExp;
	return hasEngine
		? compile(source, 'l') instanceof RegExp
		: !mayTakeForever(source);
}

/**
How many characters of a message an expression is looked for in, from its beginning.

The linear engine goes every way at once, so a character costs as much as there are ways. Where nothing repeats and nothing is chosen there is one, and no limit.
*/
function reachOf(source: string, isLinear: boolean): number {
	const branches = [...source.matchAll(tokens)].filter(
		([token]) => /^[*+?\|]$/v.test(token) || token.startsWith('{'),
	).length;
	return branches === 0
		? Number.POSITIVE_INFINITY
		: isLinear
			? Math.max(leastReach, Math.floor(mostWork / branches))
			: leastReach;
}

/** Whether a regular expression repeats, without end, a group that repeats something itself or chooses: then going back may take longer than anybody waits. */
function mayTakeForever(source: string): boolean {
	const open: Group[] = [];
	let last: Group | undefined;
	let closed: Group | undefined;
	for (const [token] of source.matchAll(repeatTokens)) {
		const isRepetition = token === '*' || token === '+' || token.endsWith(',}');
		if (isRepetition && closed?.isAmbiguous) {
			return true;
		}

		last = open.at(-1);
		if (last !== undefined && (isRepetition || token === '|')) {
			last.isAmbiguous = true;
		}

		closed = undefined;
		if (token === '(') {
			open.push({isAmbiguous: false});
		} else if (token === ')') {
			closed = open.pop();
			const outer = open.at(-1);
			if (outer !== undefined && closed?.isAmbiguous) {
				outer.isAmbiguous = true;
			}
		}
	}

	return false;
}
