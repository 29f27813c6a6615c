/** What a text is, from which its look follows. */
export type Role = keyof typeof colored;

/** Gives texts their look. The only place that knows colours: the terminal's own sixteen, so that they suit its background. */
export type Theme = {
	readonly paint: (role: Role, text: string) => string;
	/** SGR parameters for what a text filter has found. */
	readonly match: string;
	/** Whether the colours of messages are shown. */
	readonly hasColors: boolean;
};

export const themeNames = [
	'auto',
	'light',
	'dark',
	'high-contrast',
	'none',
] as const;

/** `auto` suits any background; `light` and `dark` say which it is. */
export type ThemeName = (typeof themeNames)[number];

/** The look of each role on a terminal. Without colours what is bold, dim or reversed remains. */
export function createTheme({
	hasColors,
	name = 'auto',
}: {
	readonly hasColors: boolean;
	readonly name?: ThemeName;
}): Theme {
	const looks = hasColors && name !== 'none' ? looksOf[name] : plain;
	return {
		paint: (role, text) =>
			text === '' || looks[role] === ''
				? text
				: `\u001B[${looks[role]}m${text}\u001B[0m`,
		match: looks.match,
		hasColors: hasColors && name !== 'none',
	};
}

/** Texts as they are, without any escape sequence: for what is no terminal. */
export const bareTheme: Theme = {
	paint: (_role, text) => text,
	match: '',
	hasColors: false,
};

const colored = {
	text: '',
	strong: '1',
	quiet: '2',
	good: '32',
	busy: '33',
	bad: '31',
	focused: '36',
	key: '36',
	selected: '1;36',
	match: '7',
	notice: '1',
	simulated: '35',
	error: '1;31',
	warning: '33',
	errorText: '31',
	warningText: '33',
	info: '32',
	debug: '2',
	name: '36',
	string: '32',
	number: '33',
	literal: '35',
};

type Looks = Readonly<Record<keyof typeof colored, string>>;

/** Yellow and cyan are hard to read on white. */
const light: Looks = {
	...colored,
	busy: '35',
	warning: '35',
	warningText: '35',
	focused: '34',
	key: '34',
	selected: '1;34',
	name: '34',
	number: '35',
};

/** Blue and dim red are hard to read on black: the bright eight. */
const dark: Looks = {
	...colored,
	quiet: '37',
	good: '92',
	busy: '93',
	bad: '91',
	focused: '96',
	key: '96',
	selected: '1;96',
	error: '1;91',
	warning: '93',
	errorText: '91',
	warningText: '93',
	info: '92',
	debug: '37',
	name: '96',
	string: '92',
	number: '93',
	literal: '95',
	simulated: '95',
};

/** Nothing is dim, what matters is bold or reversed too, and no meaning hangs on a hue alone. */
const highContrast: Looks = {
	...colored,
	quiet: '',
	good: '1',
	busy: '1;4',
	bad: '1;7',
	focused: '1;4',
	key: '1',
	selected: '1;7',
	match: '1;7',
	error: '1;7',
	warning: '1;4',
	errorText: '1',
	warningText: '1',
	info: '',
	debug: '',
	name: '1',
	string: '',
	number: '',
	literal: '',
	simulated: '1',
};

const looksOf: Readonly<Record<Exclude<ThemeName, 'none'>, Looks>> = {
	auto: colored,
	light,
	dark,
	'high-contrast': highContrast,
};

const plain: Readonly<Record<Role, string>> = {
	text: '',
	strong: '1',
	quiet: '2',
	good: '',
	busy: '',
	bad: '1',
	focused: '1',
	key: '1',
	selected: '1',
	match: '7',
	notice: '1',
	simulated: '1',
	error: '1',
	warning: '',
	errorText: '',
	warningText: '',
	info: '',
	debug: '2',
	name: '1',
	string: '',
	number: '',
	literal: '',
};
