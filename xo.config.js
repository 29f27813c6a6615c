/** @type {import('xo').FlatXoConfig} */
export default [
	{
		react: true,
		prettier: true,
		semicolon: true,
		rules: {
			// JSX is compiled by React's automatic runtime, which needs no import.
			'react/react-in-jsx-scope': 'off',
		},
	},
];
