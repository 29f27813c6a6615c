import process from 'node:process';
import {findPlace, type Found} from '../api-place.ts';
import {type CommandRecord, type Surroundings} from '../command-record.ts';
import {type Named} from '../deployment-argument.ts';
import {flagName, type Flags, flagsOf} from '../flag-table.ts';
import {
	hasOwnAccess,
	ownTarget,
	type OwnTarget,
	readTargetName,
} from '../settings/own-target.ts';
import {type SettingsFile} from '../settings/settings.ts';
import {findToken} from '../token.ts';
import {UsageError} from '../usage-error.ts';

/** `deplog config`: what is in force, and from where. */
export const config = {
	name: 'config',
	usage: [
		{words: '[target]', help: 'what is in force, and where it was found'},
	],
	flags: [...flagsOf('api'), 'timeZone', 'buffer', 'color', 'help', 'version'],
	offers: 'targets',
	read({words: [word, ...others], flags, surroundings}) {
		const named =
			word === undefined ? {} : readTargetName(word, surroundings.own);
		if (named === undefined || others.length > 0) {
			throw new UsageError(
				`deplog config takes the name of a target, and there is none like that. Leave out ${[word, ...others].join(' ')}.`,
			);
		}

		return {kind: 'config', lines: describeConfig(named, flags, surroundings)};
	},
} as const satisfies CommandRecord<Config>;

type Config = {
	readonly kind: 'config';
	readonly lines: readonly string[];
};

/** Never the token itself, and no command is run for it. */
function describeConfig(
	named: Named,
	flags: Flags,
	{environment, folder = process.cwd(), own}: Surroundings,
): readonly string[] {
	const place = findPlace(flags, named, {environment, folder, own});
	const settings = own?.settings ?? {};
	const target = ownTarget(named, own);
	const app = place.app?.value;
	const columns =
		app === undefined ? undefined : settings.apps?.[app]?.columns?.join(', ');
	const lines: ReadonlyArray<readonly [string, Found | undefined]> = [
		[
			'settings',
			own?.path === undefined
				? undefined
				: {value: own.path, from: own.isThere ? 'read' : 'not there'},
		],
		...(target === undefined
			? []
			: [['target', {value: target.name, from: target.placeOf('')}] as const]),
		['API', {value: place.url, from: place.from}],
		...(place.version === 1
			? []
			: ([
					['organization', place.org],
					['app', place.app],
				] as const)),
		['token', describeToken(target, flags, {environment, own})],
		['time zone', describeSetting('timeZone', flags.timeZone, 'local', own)],
		['theme', describeSetting('theme', settings.theme, 'auto', own)],
		['buffer', describeSetting('buffer', flags.buffer, '1,000,000', own)],
		...(columns === undefined
			? []
			: [
					[
						'columns',
						{
							value: columns,
							from: own?.placeOf('apps', app ?? '', 'columns') ?? '',
						},
					] as const,
				]),
		...(['keys', 'queries', 'targets'] as const).flatMap((name) => {
			const names = Object.keys(settings[name] ?? {});
			return names.length === 0
				? []
				: [
						[
							name,
							{value: names.join(', '), from: own?.placeOf(name) ?? ''},
						] as const,
					];
		}),
	];
	return lines.map(
		([name, found]) =>
			`${name.padEnd(13)} ${found === undefined ? 'not set' : `${found.value}   (${found.from})`}`,
	);
}

/** What is in force, whether a flag, the user's file or nobody has said so. */
function describeSetting(
	name: 'timeZone' | 'theme' | 'buffer',
	value: string | undefined,
	otherwise: string,
	own: SettingsFile | undefined,
): Found {
	return value === undefined
		? {value: otherwise, from: 'default'}
		: {
				value,
				from:
					String(own?.settings[name]) === value
						? (own?.placeOf(name) ?? '')
						: flagName(name),
			};
}

function describeToken(
	target: OwnTarget | undefined,
	{tokenFile}: Flags,
	{environment, own}: Pick<Surroundings, 'environment' | 'own'>,
): Found | undefined {
	const isOwn = target !== undefined && hasOwnAccess(target);
	const found = isOwn ? undefined : findToken(environment, tokenFile);
	if (found?.token !== undefined) {
		return {value: 'set', from: found.source?.place ?? ''};
	}

	const place = isOwn ? target.token : own?.settings.token;
	const from = (isOwn ? target.placeOf('token') : own?.placeOf('token')) ?? '';
	const [program] = place?.command ?? [];
	return place === undefined
		? undefined
		: {
				value:
					place.variable ??
					place.file ??
					`printed by ${program ?? 'a command'}`,
				from,
			};
}
