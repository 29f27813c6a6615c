import {type CommandRecord} from '../command-record.ts';
import {flagsOf} from '../flag-table.ts';
import {type Options, readOptions} from '../options.ts';
import {readTarget, type Shown} from '../target.ts';
import {UsageError} from '../usage-error.ts';
import {readWord} from './explore.ts';

/** `deplog diff <a> <b>`: holds the patterns of two deployments against each other. */
export const diff = {
	name: 'diff',
	usage: [
		{
			words: '<a> <b>',
			help: 'patterns that are new, gone, or more frequent',
		},
	],
	details:
		'It holds what b has logged against what a has: the newest 100,000 entries of each, or --limit. Much more frequent is more than three times as often an hour.',
	flags: [
		'level',
		'region',
		'query',
		'since',
		'until',
		'limit',
		'format',
		...flagsOf('api'),
		'timeZone',
		'color',
		'help',
		'version',
	],
	says: {
		limit: 'how many entries of each; default 100,000',
		format: 'text (default) or ndjson: an object for each pattern',
	},
	takes: {format: ['text', 'ndjson']},
	offers: 'targets',
	async read({words: [before, after, ...others], flags, surroundings}) {
		if (before === undefined || after === undefined || others.length > 0) {
			throw new UsageError(
				'deplog diff holds one deployment against another: deplog diff <a> <b>',
			);
		}

		const {format} = flags;
		if (format !== undefined && format !== 'text' && format !== 'ndjson') {
			throw new UsageError('deplog diff has the formats text and ndjson.');
		}

		const {options} = await readOptions({...flags, print: true}, surroundings);
		const read = (word: string) =>
			readTarget(readWord(word, surroundings), flags, surroundings, {
				canAsk: false,
			});
		return {
			kind: 'diff',
			before: read(before),
			// What is to be said of the place is said once.
			after: {...read(after), warnings: []},
			options,
			isJson: format === 'ndjson',
		};
	},
} as const satisfies CommandRecord<Diff>;

export type Diff = {
	readonly kind: 'diff';
	/** What is held against what. */
	readonly before: Shown;
	readonly after: Shown;
	readonly options: Options;
	/** Lines of JSON instead of text. */
	readonly isJson: boolean;
};
