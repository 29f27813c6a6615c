import {expect, test} from 'vitest';
import {readCommand} from '../../../source/config/read-command.ts';
import {variables} from '../../helpers/variables.ts';

const environment = variables('DENO_DEPLOY_TOKEN=ddp_0123456789abcdef');

async function read(argv: readonly string[], input = '') {
	return readCommand(['wait', ...argv], {
		environment,
		folder: '/',
		now: 0,
		isTerminal: false,
		readInput: async () => input,
	});
}

const printed = {
	org: 'acme',
	app: 'shop',
	revisionId: 'r9k2m3n4p5q6',
	url: 'https://shop.acme.deno.net',
	status: 'building',
	timelines: [],
};

test.each([
	[JSON.stringify(printed)],
	[JSON.stringify(printed, undefined, 2)],
	[`Uploading {3} files\n${JSON.stringify(printed)}\nDone.\n`],
	[`Sent {3} files\n${JSON.stringify(printed, undefined, 2)}\r\n{ok}\n`],
])('what deno deploy --json prints names the revision: %s', async (input) => {
	await expect(read([], input)).resolves.toMatchObject({
		kind: 'wait',
		shown: {
			kind: 'deployment',
			target: {deploymentId: 'r9k2m3n4p5q6', app: 'shop', org: 'acme'},
		},
	});
});

test('what is named goes before what is piped in', async () => {
	await expect(
		read(['abc', '--org', 'acme'], JSON.stringify(printed)),
	).resolves.toMatchObject({shown: {target: {deploymentId: 'abc'}}});
	await expect(
		read(['--app', 'cart', '--org', 'acme'], JSON.stringify(printed)),
	).resolves.toMatchObject({shown: {kind: 'newest', sought: {app: 'cart'}}});
});

test.each([
	[['-'], '', 'Nothing came on standard input'],
	[[], '{"revisionId": "a b"}', 'names no revision'],
	[[], 'error: not logged in', 'names no revision'],
	[['abc', '--until-quiet', 'soon'], '', '--until-quiet is a time'],
	[['abc', '--level', 'error'], '', 'not for deplog wait'],
	[['abc', 'def'], '', 'one deployment at a time'],
])('%j with %j is refused: %s', async (argv, input, words) => {
	const command = await read(argv, input);
	expect(command.kind === 'refused' && command.reason).toContain(words);
});

test('--until-quiet and --build are read', async () => {
	await expect(
		read(['abc', '--org', 'acme', '--until-quiet', '1m30s', '--build']),
	).resolves.toMatchObject({
		options: {quietMilliseconds: 90_000, isTellingLines: true},
	});
});
