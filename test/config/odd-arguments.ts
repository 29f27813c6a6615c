import {tmpdir} from 'node:os';
import {describe, expect, test} from 'vitest';
import {readCommand} from '../../source/config/read-command.ts';

function variables(...set: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		set.map((one): [string, string] => {
			const equals = one.indexOf('=');
			return [one.slice(0, equals), one.slice(equals + 1)];
		}),
	);
}

/** Whoever types something odd is told what, and what to do: never that deplog has crashed. */
async function reasonOf(
	argv: readonly string[],
	...set: readonly string[]
): Promise<string> {
	const command = await readCommand(argv, {
		environment: variables('DENO_DEPLOY_TOKEN=ddo_0123456789abcdef', ...set),
		folder: tmpdir(),
		now: Date.parse('2026-01-31T12:00:00Z') * 1000,
		isTerminal: false,
	});
	return command.kind === 'refused'
		? command.reason
		: `not refused: ${command.kind}`;
}

describe('what is odd is refused in a sentence with a next step', () => {
	test.each([
		[['--no-level', 'abc'], 'Leave --level out'],
		[['--no-limit', 'abc'], 'Leave --limit out'],
		[['--no-buffer', 'abc'], 'Leave --buffer out'],
		[['--no-api-url', 'abc'], 'Leave --api-url out'],
		[['--no-nothing', 'abc'], 'no flag --no-nothing'],
		[['--no-no-color', 'abc'], 'no flag --no-no-color'],
		[['--no-color=yes', 'abc'], '--no-color takes no value'],
		[['--follow=maybe', 'abc'], '--follow takes no value'],
		[['--print=1', 'abc'], '--print takes no value'],
		[['--limit.x=1', 'abc'], 'no dots'],
		[['--limit.x', '1', 'abc'], 'no dots'],
		[['--a.b.c', 'abc'], 'no dots'],
		[['--constructor.prototype.x=1', 'abc'], 'no dots'],
		[['---follow', 'abc'], 'two dashes'],
		[['---'], 'two dashes'],
		[['--level=,,', 'abc'], 'Leave --level out'],
		[['--region', ' , ', 'abc'], 'Leave --region out'],
		[['--level=error', '--level=info', 'abc'], 'given twice'],
		[['-q', 'a', '-q', 'b', 'abc'], 'given twice'],
		[['-qqq', 'abc'], 'given twice'],
		[['.'], 'no deployment’s id'],
		[['..'], 'no deployment’s id'],
		[['...'], 'no deployment’s id'],
		[['-'], 'no deployment’s id'],
		[['--', '-x'], 'no deployment’s id'],
		[['_'], 'no deployment’s id'],
		[['%2e%2e'], 'no deployment’s id'],
		[['--app', '..'], 'no app’s name'],
		[['--app=.'], 'no app’s name'],
		[['--app=a/b'], 'no app’s name'],
		[['--app=a', '--org=..'], 'no organization’s name'],
		[['--project=..', '--api-url=http://127.0.0.1:1/v1'], 'no project’s id'],
		[['--since', '03/04/2026', 'abc'], '2026-04-03'],
		[['--since', '2026-02-30', 'abc'], 'no time that deplog can read'],
		[['--since', '2030-01-01', 'abc'], 'yet to come'],
		[['--until', 'next friday', 'abc'], 'yet to come'],
	])('%j', async (argv, reason) => {
		const said = await reasonOf(argv);
		expect(said.replaceAll("'", '’')).toContain(reason);
	});
});

test('an environment that names odd places is refused, too', async () => {
	await expect(reasonOf([], 'DENO_DEPLOY_APP=..')).resolves.toContain(
		'DENO_DEPLOY_APP',
	);
	await expect(
		reasonOf(['abc'], 'DENO_DEPLOY_ENDPOINT=://'),
	).resolves.toContain('DENO_DEPLOY_ENDPOINT');
});

test('a flag that is given twice as itself, negated or with its value, is no crash', async () => {
	for (const argv of [
		['-f', '-f', 'abc'],
		['--follow', '--no-follow', 'abc'],
		['--follow=true', 'abc'],
		['--no-print', 'abc'],
		['--help', '--help'],
	]) {
		// eslint-disable-next-line no-await-in-loop -- One after the other.
		const command = await reasonOf(argv);
		expect(command).toMatch(/not refused|twice|once/v);
	}
});
