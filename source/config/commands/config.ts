import process from 'node:process';
import {findPlace} from '../api-place.ts';
import {type CommandRecord, type Given} from '../command-record.ts';
import {flagsOf} from '../flags.ts';
import {type Found} from '../project-file.ts';
import {findToken} from '../token.ts';
import {UsageError} from '../usage-error.ts';

export type Config = {
	readonly kind: 'config';
	readonly lines: readonly string[];
};

export const config = {
	name: 'config',
	usage: [{words: '', help: 'what is in force, and where it was found'}],
	flags: flagsOf('entries', 'printing', 'api', 'general'),
	read({words, ...given}) {
		if (words.length > 0) {
			throw new UsageError(
				`deplog config takes no word. Leave out ${words.join(' ')}.`,
			);
		}

		return {kind: 'config', lines: describeConfig(given)};
	},
} as const satisfies CommandRecord<Config>;

/** Never the token itself. */
function describeConfig({
	flags,
	surroundings: {environment, folder = process.cwd()},
}: Pick<Given, 'flags' | 'surroundings'>): readonly string[] {
	const place = findPlace(flags, {}, {environment, folder});
	const {token, source} = findToken(environment, flags.tokenFile);
	const line = (name: string, found?: Found) =>
		`${name.padEnd(13)} ${found === undefined ? 'not set' : `${found.value}   (${found.from})`}`;
	return [
		line('API', {value: place.url, from: place.from}),
		...(place.version === 1
			? []
			: [line('organization', place.org), line('app', place.app)]),
		line(
			'token',
			token === undefined
				? undefined
				: {value: 'set', from: source?.place ?? ''},
		),
	];
}
