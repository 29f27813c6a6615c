import {eitherCase} from './expression/either-case.ts';
import {mayTakeForever} from './expression/may-take-forever.ts';

/** A regular expression, or why there is none. */
export type Expression =
	| {readonly kind: 'expression'; readonly expression: RegExp}
	| {readonly kind: 'unclear'; readonly reason: string};

/**
Compiles what was typed between slashes, in today's syntax or the older one; `flags` are `i` and `g` at most.

One that can be is compiled so that the engine can search in linear time when going back takes too long, which it does not offer with the flags for Unicode and for either case. Of the others, one that may take for ever is refused.
*/
export function createExpression(source: string, flags: string): Expression {
	const read = parsed(source, flags);
	if (read.kind === 'unclear') {
		return read;
	}

	const linear = linearOf(source, flags);
	if (linear !== undefined) {
		return {kind: 'expression', expression: linear};
	}

	return mayTakeForever(source)
		? {
				kind: 'unclear',
				reason: `/${source}/ may take for ever: it repeats what repeats. Leave out one of the repetitions, or what looks around or back.`,
			}
		: read;
}

function parsed(source: string, flags: string): Expression {
	try {
		return {kind: 'expression', expression: new RegExp(source, `v${flags}`)};
	} catch (error) {
		try {
			return {kind: 'expression', expression: new RegExp(source, `u${flags}`)};
		} catch {
			const [, reason = 'it cannot be read'] =
				/: ([^:]+)$/v.exec(String(error)) ?? [];
			return {
				kind: 'unclear',
				reason: `/${source}/ is no regular expression: ${reason.toLowerCase()}.`,
			};
		}
	}
}

/** What looks around or back, and what means another thing without the flags for Unicode. */
const notLinear =
	/\(\?<?[=!]|\\[1-9kpPq]|\\u\{|\[\[|--|&&|[\u{D800}-\u{DFFF}\u{10000}-\u{10FFFF}]/v;

function linearOf(source: string, flags: string): RegExp | undefined {
	const hasNoCase = flags.includes('i');
	if (
		notLinear.test(source) ||
		(hasNoCase && /\\[ux]|\P{ASCII}/v.test(source))
	) {
		return undefined;
	}

	try {
		return new RegExp(
			hasNoCase ? eitherCase(source) : source,
			flags.replace('i', ''),
		);
	} catch {
		return undefined;
	}
}
