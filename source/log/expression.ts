import {linearSource} from './expression/linear-source.ts';
import {mayTakeForever} from './expression/may-take-forever.ts';
import {reachOf} from './expression/reach.ts';

/** A regular expression, or why there is none. */
export type Expression =
	| {
			readonly kind: 'expression';
			readonly expression: RegExp;
			/** In characters: so much of a message is looked at, so that none holds the screen. */
			readonly reach: number;
	  }
	| {readonly kind: 'unclear'; readonly reason: string};

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

	const expression = compile(linear.source, flags.replace('i', ''));
	return expression instanceof RegExp && isBounded(linear.source)
		? {kind: 'expression', expression, reach: reachOf(linear.source)}
		: refuse(source, 'repetitions of what repeats');
}

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
