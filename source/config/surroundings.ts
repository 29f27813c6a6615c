import {type Micros} from '../log/entry.ts';
import {type SettingsFile} from './settings/settings.ts';

/** What a command line is read beside. */
export type Surroundings = {
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly now: Micros;
	/** In which deplog was started; the working folder unless told. */
	readonly folder?: string;
	/** Whether standard output is a terminal. */
	readonly isTerminal: boolean;
	/** Reads all of standard input; absent where nothing was piped in. */
	readonly readInput?: () => Promise<string>;
	/** Reads the user's own file; where absent, there is none. */
	readonly readSettings?: () => SettingsFile;
	/** What it says, once it has been read. */
	readonly own?: SettingsFile;
	/** Whether that terminal has a screen to draw on; it has unless told. */
	readonly hasScreen?: boolean | undefined;
	/** Whether standard input is a file or a pipe, so that it may be meant; it is not unless told. */
	readonly hasInput?: boolean;
};

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
