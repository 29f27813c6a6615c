/** `NAME=value` for each variable: their names are not for us to choose. */
export function variables(...settings: string[]): Record<string, string> {
	return Object.fromEntries(
		settings.map((setting) => {
			const [name = '', ...values] = setting.split('=');
			return [name, values.join('=')];
		}),
	);
}
