import {beforeEach, expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {openDeplog} from '../helpers/deplog-terminal.ts';
import {until} from '../helpers/until.ts';
import {serveEach} from '../helpers/serve-each.ts';

let deployment: ReturnType<typeof createDeployment>;

beforeEach(async () => {
	deployment = createDeployment({
		status: 'pending',
		entries: [
			{time: new Date().toISOString(), message: 'café 有田 🎁 \u001B[31mred'},
		],
	});
});

const server = serveEach(() => [deployment]);

test.each([
	[160, 45],
	[80, 24],
] as const)(
	'where the locale is not UTF-8 no other character than ASCII is written, at %i × %i',
	async (columns, rows) => {
		using deplog = openDeplog([deployment.id, '--api-url', server.url], {
			columns,
			rows,
			environment: Object.fromEntries([['LANG', 'C']]),
		});
		await deplog.shows(/cafe ~+ ~+ red/v);
		await deplog.shows('o building');
		await deplog.shows('* LIVE - following');
		expect(deplog.bytes()).not.toMatch(/[^\p{ASCII}]/v);
	},
);

test('with NO_COLOR there are no colours', async () => {
	using deplog = openDeplog([deployment.id, '--api-url', server.url], {
		environment: Object.fromEntries([['NO_COLOR', '1']]),
	});
	await deplog.shows('café');
	await deplog.shows('LIVE');
	const [, ...sequences] = deplog.bytes().split('\u001B[');
	for (const sequence of sequences) {
		expect(sequence).not.toMatch(
			/^(?:[\d;]*;)?(?:3[0-7]|4[0-7]|9[0-7]|38;|48;)[\d;]*m/v,
		);
	}
});

test('the bell rings when the deployment settles and at its first error, and not unasked', async () => {
	const rings = (bytes: string) => bytes.split('\u0007').length - 1;
	using quiet = openDeplog([deployment.id, '--api-url', server.url]);
	using deplog = openDeplog([deployment.id, '--api-url', server.url, '--bell']);
	await deplog.shows('building');
	await quiet.shows('building');
	deployment.change({status: 'success'});
	await until(() => {
		expect(rings(deplog.bytes())).toBe(1);
	});
	await quiet.shows('✓ success');
	expect(rings(quiet.bytes())).toBe(0);
});
