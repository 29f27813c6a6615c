import {type CommandRecord} from '../command-record.ts';
import {readNamed} from '../deployment-argument.ts';
import {flagsOf} from '../flags.ts';
import {type Options, readOptions} from '../options.ts';
import {readTarget, type Shown} from '../target.ts';
import {UsageError} from '../usage-error.ts';

export type Explore = Shown & {
	readonly options: Options;
	readonly isPrinting: boolean;
};

export const explore = {
	name: '',
	usage: [
		{
			words: '<deployment>',
			help: 'a deployment or revision: its id, its console address',
		},
		{words: '', help: 'the newest revision of this folder’s app (deno.json)'},
		{words: '--app <app>', help: 'the newest revision of an app'},
	],
	flags: flagsOf('entries', 'printing', 'api', 'general'),
	async read({words, flags, surroundings}) {
		// Read before anything is said of the number of words: one of them may be a token.
		const [named = {}] = words.map((word) =>
			word === '' ? {} : readNamed(word),
		);
		refuseFurther(words.slice(1));
		return {
			...(await readOptions(flags, surroundings)),
			...readTarget(named, flags, surroundings),
		};
	},
} as const satisfies CommandRecord<Explore>;

/** Every command shows one deployment. */
export function refuseFurther(words: readonly string[]): void {
	if (words.length > 0) {
		throw new UsageError(
			`deplog shows one deployment at a time. Leave out ${words.join(' ')}.`,
		);
	}
}
