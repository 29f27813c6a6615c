import regexp from 'eslint-plugin-regexp';

/** @type {import('xo').FlatXoConfig} */
export default [
	{
		react: true,
		prettier: true,
		semicolon: true,
		plugins: {regexp},
		rules: {
			// JSX is compiled by React's automatic runtime, which needs no import.
			'react/react-in-jsx-scope': 'off',
			// Strangers write what is read here: an expression that goes back over what it has read could be held up for minutes.
			'regexp/no-super-linear-backtracking': ['error', {report: 'potential'}],
			'regexp/no-super-linear-move': ['error', {report: 'potential'}],
		},
	},
	{
		// What these read is their own.
		files: ['test/**', 'benchmark/**'],
		rules: {
			'regexp/no-super-linear-move': 'off',
		},
	},
];
