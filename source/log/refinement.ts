import {createExpression} from './expression.ts';
import {entryFieldTest, type Fielded} from './fields/entry-field.ts';
import {
	type FieldFilter,
	fieldFilterText,
	joinedFilter,
	readFieldFilter,
} from './fields/field-filter.ts';
import {createPatternTest} from './pattern.ts';

/** What the messages of a query are narrowed by beyond what the server is asked: answered from what is loaded. */
export type Refinement = {
	/** Whether what it finds is all that is shown, or is hidden. */
	readonly effect: 'keep' | 'hide';
} & (
	| {readonly kind: 'text'; readonly text: string}
	| {readonly kind: 'regex'; readonly source: string; readonly flags: string}
	/** The messages of one pattern: `key` is what `patternOf` makes of them, or wider. */
	| {readonly kind: 'pattern'; readonly key: string}
	| FieldFilter
);

/** What was typed to narrow messages, or why it cannot be read. */
type Typed =
	| {readonly kind: 'refinement'; readonly refinement: Refinement}
	| {readonly kind: 'unclear'; readonly reason: string};

/** `text`, `!text`, `/regular expression/`, `!/regular expression/`, `status>=500`, `!user?`; a backslash in front takes the rest as it stands. What reads like the filter of a field is one only if its name is a field's. */
export function readRefinement(
	typed: string,
	isField: (name: string) => boolean = () => false,
): Typed {
	if (typed.startsWith('\\')) {
		return text('keep', typed.slice(1));
	}

	const isHiding = typed.startsWith('!') && typed.length > 1;
	const effect = isHiding ? 'hide' : 'keep';
	const rest = isHiding ? typed.slice(1) : typed;
	const [, source, flags = ''] = /^\/(.+)\/(i?)$/sv.exec(rest) ?? [];
	if (source === undefined) {
		const joined = joinedFilter(rest, isField);
		if (joined !== undefined) {
			return {kind: 'unclear', reason: whyNotJoined(joined)};
		}

		const filter = readFieldFilter(rest);
		return filter !== undefined && isField(filter.name)
			? {kind: 'refinement', refinement: {effect, ...filter}}
			: text(effect, rest);
	}

	const expression = createExpression(source, flags);
	return expression.kind === 'unclear'
		? expression
		: {kind: 'refinement', refinement: {effect, kind: 'regex', source, flags}};
}

function whyNotJoined({
	word,
	other,
}: Exclude<ReturnType<typeof joinedFilter>, undefined>): string {
	return /^(?:or|\|\|)$/iv.test(word)
		? `no “${word}” joins filters: /a|b/ finds either; quotes make it one value`
		: `one filter at a time: / again adds ${other}; quotes make it one value`;
}

/** As it is typed. */
export function refinementText(refinement: Refinement): string {
	const sign = refinement.effect === 'hide' ? '!' : '';
	switch (refinement.kind) {
		case 'text': {
			const plain = `${sign}${refinement.text}`;
			return sign === '' &&
				(/^[\\!\/]/v.test(plain) || readFieldFilter(plain) !== undefined)
				? `\\${plain}`
				: plain;
		}

		case 'regex': {
			return `${sign}/${refinement.source}/${refinement.flags}`;
		}

		case 'pattern': {
			return `${sign}${refinement.key}`;
		}

		case 'field': {
			return `${sign}${fieldFilterText(refinement)}`;
		}
	}
}

/** Whether an entry is shown: compiled once, asked for each entry. What does not tell its deployment is of the one that is given. */
export function entryTest(
	refinement: Refinement,
	deployment?: string,
): (entry: Fielded) => boolean {
	if (refinement.kind === 'field') {
		const test = entryFieldTest(refinement, deployment);
		return (entry) => test(entry) === (refinement.effect === 'keep');
	}

	const test = messageTest(refinement);
	return ({message}) => test(message);
}

/** Whether an entry is shown by all of some refinements. */
export function createWhereTest(
	refinements: readonly Refinement[],
	deployment?: string,
): (entry: Fielded) => boolean {
	const tests = refinements.map((one) => entryTest(one, deployment));
	return (entry) => tests.every((test) => test(entry));
}

/** Whether a message is shown, whatever its entry's level and region: compiled once, asked for each message. */
export function messageTest(
	refinement: Refinement,
): (message: string) => boolean {
	const finds = finder(refinement);
	return refinement.effect === 'keep' ? finds : (message) => !finds(message);
}

export function isSameRefinements(
	a: readonly Refinement[],
	b: readonly Refinement[],
): boolean {
	return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function finder(refinement: Refinement): (message: string) => boolean {
	switch (refinement.kind) {
		case 'text': {
			return (message) => message.includes(refinement.text);
		}

		case 'regex': {
			const created = createExpression(refinement.source, refinement.flags);
			if (created.kind === 'unclear') {
				return () => false;
			}

			const {expressionFor, reach} = created;
			return (message) => {
				const seen = message.length > reach ? message.slice(0, reach) : message;
				return expressionFor(seen).test(seen);
			};
		}

		case 'pattern': {
			return createPatternTest(refinement.key);
		}

		case 'field': {
			const test = entryFieldTest(refinement);
			return (message) => test({level: '', region: '', message});
		}
	}
}

function text(effect: Refinement['effect'], found: string): Typed {
	return {
		kind: 'refinement',
		refinement: {effect, kind: 'text', text: found},
	};
}
