/** @type {import('xo').FlatXoConfig} */
export default [
	{
		react: true,
		prettier: true,
		semicolon: true,
	},
];
