import {expect, test} from 'vitest';
import {commands} from '../../source/config/commands.ts';
import {flagName, flagNames} from '../../source/config/flag-table.ts';
import {describeAll, describeCommand} from '../../source/config/help.ts';
import {readCommand} from '../../source/config/read-command.ts';

test('the help is no wider than 80 cells', () => {
	const texts = [
		describeAll(),
		...commands.map(({name}) => describeCommand(name)),
	];
	for (const line of texts.join('\n').split('\n')) {
		expect(line.length, line).toBeLessThanOrEqual(80);
	}
});

test('every command has a help of its own, with each flag that it takes', () => {
	for (const {name, flags} of commands) {
		const help = describeCommand(name);
		expect(help).toContain(`$ deplog ${name}`.trimEnd());
		for (const flag of flags) {
			expect(help, flag).toContain(`${flagName(flag)} `);
		}
	}
});

test('every flag is taken by a command', () => {
	const taken = new Set(commands.flatMap(({flags}) => flags));
	expect(flagNames.filter((name) => !taken.has(name))).toEqual([]);
});

test.each([
	[['serve', '--help'], 'serve'],
	[['demo', 'failed', '-h'], 'demo'],
	[['abc', '--help'], undefined],
])('%j asks for the help of %j', async (argv, of) => {
	await expect(read(argv)).resolves.toEqual({kind: 'help', of});
});

test.each([
	[['serve', '--level', 'error'], '--level is not for deplog serve'],
	[['abc', '--host', '::'], 'deplog serve --host 0.0.0.0'],
	[['config', 'abc'], 'name of a target'],
])('%j is refused: %s', async (argv, words) => {
	const command = await read(argv);
	expect(command.kind === 'refused' && command.reason).toContain(words);
});

async function read(argv: readonly string[]) {
	return readCommand(argv, {environment: {}, now: 0, isTerminal: true});
}
