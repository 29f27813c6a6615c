import {type Options} from '../../config/options.ts';
import {UsageError} from '../../config/usage-error.ts';
import {chooseKeys} from '../../ui/frame/own-keys.ts';
import {type Setting} from '../../ui/look/setting.ts';
import {createTheme} from '../../ui/look/theme.ts';

/** What the user's file says of the screen. A key that cannot be is a `UsageError` with its place. */
export function readOwnSetting({
	own,
	queries = [],
	app,
	hasColors,
}: Pick<Options, 'own' | 'queries' | 'hasColors'> & {
	readonly app?: string;
}): Pick<Setting, 'theme' | 'ownKeys' | 'queries'> {
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
