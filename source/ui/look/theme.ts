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

/** Without colours what is bold, dim or reversed remains. */
export function createTheme({hasColors}: {readonly hasColors: boolean}): Theme {
	const looks = hasColors ? colored : plain;
	return {
		paint: (role, text) =>
			text === '' || looks[role] === ''
				? text
				: `\u001B[${looks[role]}m${text}\u001B[0m`,
		match: looks.match,
		hasColors,
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
