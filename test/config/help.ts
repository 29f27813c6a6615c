import {expect, test} from 'vitest';
import {commands} from '../../source/config/commands.ts';
import {flagTable, type Flag} from '../../source/config/flag-table.ts';
import {flagName, flagNames} from '../../source/config/flags.ts';
import {describeAll, describeCommand} from '../../source/config/help.ts';
import {readCommand} from '../../source/config/read-command.ts';

const shown = commands.filter(({isReserved}) => !isReserved);

test('the help is no wider than 80 cells', () => {
	const texts = [
		describeAll(),
		...shown.map(({name}) => describeCommand(name)),
	];
	for (const line of texts.join('\n').split('\n')) {
		expect(line.length, line).toBeLessThanOrEqual(80);
	}
});

test('every command has a help of its own, with each flag that it takes', () => {
	for (const {name, flags} of shown) {
		const help = describeCommand(name);
		expect(help).toContain(`$ deplog ${name}`.trimEnd());
		for (const flag of flags) {
			const {isReserved}: Flag = flagTable[flag];
			expect(help.includes(`${flagName(flag)} `), flag).toBe(!isReserved);
		}
	}
});

test('what is not there yet is not shown', () => {
	const texts = [
		describeAll(),
		...shown.map(({name}) => describeCommand(name)),
	].join('\n');
	for (const name of flagNames) {
		const flag: Flag = flagTable[name];
		expect(texts.includes(`${flagName(name)} `), name).toBe(!flag.isReserved);
	}

	for (const {name, isReserved} of commands) {
		expect(describeAll().includes(`$ deplog ${name}`), name).toBe(!isReserved);
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
