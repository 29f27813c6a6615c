import {type Options} from '../../config/options.ts';
import {type Target} from '../../config/target.ts';
import {UsageError} from '../../config/usage-error.ts';
import {systemClock} from '../../feeds/clock.ts';
import {type Feed} from '../../feeds/feed.ts';
import {createTimestamps} from '../../text/timestamp.ts';
import {chooseKeys} from '../../ui/frame/key-map.ts';
import {type Setting} from '../../ui/look/setting.ts';
import {createTheme} from '../../ui/look/theme.ts';
import {readTypedTarget} from './next-stop.ts';

/** What the user's file says of the screen. A key that cannot be is a `UsageError` with its place. */
export function readOwnSetting({
	own,
	queries = [],
	app,
	hasColors,
}: Pick<Options, 'own' | 'queries' | 'hasColors'> & {
	readonly app?: string;
}): OwnSetting {
	const keys = Object.entries(own?.settings.keys ?? {});
	const chosen =
		keys.length === 0
			? undefined
			: chooseKeys(
					new Map(
						keys.map(([name, chords]) => [
							name,
							typeof chords === 'string' ? [chords] : chords,
						]),
					),
				);
	if (chosen !== undefined && 'problem' in chosen) {
		throw new UsageError(
			`${own?.placeOf('keys', chosen.name)}: ${chosen.problem}.`,
		);
	}

	const name = own?.settings.theme;
	return {
		theme: createTheme({hasColors, ...(name !== undefined && {name})}),
		queries: queries.filter((one) => one.app === undefined || one.app === app),
		...(chosen !== undefined && {ownKeys: chosen}),
	};
}

export type OwnSetting = Pick<Setting, 'theme' | 'ownKeys' | 'queries'>;

/** What does not change while one deployment is explored. */
export function toSetting({
	deploymentId,
	isSimulated,
	flags,
	wordsOf,
	timeZone,
	theme,
	queries,
	ownKeys,
	feed,
}: Pick<Options, 'timeZone'> &
	Pick<Target, 'deploymentId' | 'flags'> &
	OwnSetting & {
		readonly isSimulated: boolean;
		/** Where entries come from, if not from an API. */
		readonly feed?: Feed;
		/** The words by which deplog explores a deployment once this one has ended; `flags` lead to its app. */
		readonly wordsOf: (
			deploymentId: string,
			flags: readonly string[],
		) => readonly string[];
	}): Setting {
	const words = wordsOf(deploymentId, flags);
	// What came through standard input is not to be had again.
	const later = words.includes('-') ? [] : words;
	return {
		deploymentId,
		isSimulated,
		invocation: {
			now:
				feed === undefined
					? ['deplog', ...(deploymentId === '' ? [] : [deploymentId]), ...flags]
					: later,
			later,
		},
		timestamps: createTimestamps(timeZone),
		timeZone,
		theme,
		queries,
		...(ownKeys !== undefined && {ownKeys}),
		readTarget: readTypedTarget,
		// The clock by which the session says when it tries again.
		now: () => systemClock.now() * 1000,
	};
}

/** Whether the locale's characters are UTF-8; the first of the variables that is set says so. Windows has none of them. */
export function isUtf8Locale(
	environment: Readonly<Record<string, string | undefined>>,
	platform: string,
): boolean {
	const locale = [
		environment['LC_ALL'],
		environment['LC_CTYPE'],
		environment['LANG'],
	].find((value) => value !== undefined && value !== '');
	return platform === 'win32' || /utf-?8/iv.test(locale ?? '');
}
