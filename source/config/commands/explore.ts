import process from 'node:process';
import {findPlace} from '../api-place.ts';
import {type CommandRecord, type Surroundings} from '../command-record.ts';
import {type Named, readNamed} from '../deployment-argument.ts';
import {type Flags, flagsOf} from '../flag-table.ts';
import {type Options, readOptions} from '../options.ts';
import {readTargetName} from '../settings/own-target.ts';
import {readTarget, type Shown} from '../target.ts';
import {UsageError} from '../usage-error.ts';
import {type Open, open} from './open.ts';

/** What is meant where no command is named: explores or prints a deployment, or the newest one of an app. */
export const explore = {
	name: '',
	usage: [
		{
			words: '<deployment>',
			help: 'a deployment: its id, its console address',
		},
		{words: '', help: 'this folder’s app (deno.json), else choose one'},
		{words: '--app <app>', help: 'the newest revision of an app'},
	],
	flags: flagsOf('entries', 'printing', 'api', 'general'),
	async read({words, flags, surroundings}) {
		// Read before anything is said of the number of words: one of them may be a token.
		const named = joinWords(
			words.map((word) => readWord(word, surroundings)),
			words,
		);
		if (isInputMeant(words, flags, surroundings)) {
			return open.read({words: ['-'], flags, surroundings});
		}

		const read = await readOptions(flags, surroundings);
		return {
			...read,
			...readTarget(named, flags, surroundings, {canAsk: !read.isPrinting}),
		};
	},
} as const satisfies CommandRecord<Explore | Open>;

export type Explore = Shown & {
	readonly options: Options;
	readonly isPrinting: boolean;
};

/** Standard input is opened by itself where nothing is named and it is a file or a pipe. */
function isInputMeant(
	words: readonly string[],
	flags: Flags,
	surroundings: Surroundings,
): boolean {
	const {environment, folder = process.cwd(), hasInput = false} = surroundings;
	return (
		hasInput &&
		words.length === 0 &&
		flags.project === undefined &&
		findPlace(flags, {}, {environment, folder}).app === undefined
	);
}

/** A target's name, or what names a deployment. */
export function readWord(
	word: string,
	{own}: Pick<Surroundings, 'own'>,
): Named {
	return word === '' ? {} : (readTargetName(word, own) ?? readNamed(word));
}

/** One word, or a target and a deployment of it. */
export function joinWords(
	[first = {}, second, ...others]: readonly Named[],
	words: readonly string[],
): Named {
	if (second === undefined) {
		return first;
	}

	const targets = [first, second].filter(({target}) => target !== undefined);
	if (targets.length !== 1 || others.length > 0) {
		refuseFurther(words.slice(1));
	}

	return first.target === undefined
		? {...second, ...first}
		: {...first, ...second};
}

/** Every command shows one deployment. */
export function refuseFurther(words: readonly string[]): void {
	if (words.length > 0) {
		throw new UsageError(
			`deplog shows one deployment at a time. Leave out ${words.join(' ')}.`,
		);
	}
}
