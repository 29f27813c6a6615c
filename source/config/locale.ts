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
