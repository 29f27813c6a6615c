import {expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {openDeplog, sizes} from '../helpers/deplog-terminal.ts';
import {until} from '../helpers/until.ts';
import {serveEach} from '../helpers/serve-each.ts';

const started = Date.now() - 60_000;
const deployment = createDeployment({
	entries: [
		'GET /health 200',
		'GET /cart 502',
		'GET /cart 200',
		'POST /checkout 500',
	].map((message, index) => ({
		time: new Date(started + index * 1000).toISOString(),
		message,
		region: 'gcp-us-east4',
	})),
});

const server = serveEach(() => [deployment]);

test.each(sizes)(
	'texts narrow each other: the first is the server’s, the others are answered here and said to be, at %i × %i',
	async (columns, rows) => {
		using deplog = openDeplog([deployment.id, '--api-url', server.url], {
			columns,
			rows,
		});
		await deplog.shows('POST /checkout 500');
		deplog.press('/!health\r');
		await deplog.hides('GET /health');
		await deplog.shows('· !"health" ─');
		deplog.press('/GET\r');
		await deplog.hides('POST');
		await deplog.shows('· "GET" · !"health" ─');
		deplog.press('//5\\d\\d/\r');
		await deplog.hides('GET /cart 200');
		await deplog.shows('GET /cart 502');
		await deplog.shows(String.raw`· "GET" · !"health" · /5\d\d/ ─`);
		await until(() => {
			expect(
				server.requests
					.filter(({route}) => route === 'live')
					.map(({parameters}) => parameters),
			).toEqual([{}, {q: 'GET'}]);
		});
		deplog.press('/\u007F');
		await deplog.shows('GET /cart 200');
		await deplog.shows(' / "GET" · !"health"');
		deplog.press('\u001B');
		await deplog.hides('GET /cart 200');
		deplog.press('x');
		await deplog.shows('POST /checkout 500');
		await deplog.shows('GET /health 200');
		await deplog.hides('local:');
	},
);

test('an expression that cannot be read says so in the prompt, and is not taken', async () => {
	using deplog = openDeplog([deployment.id, '--api-url', server.url], {
		columns: 80,
		rows: 24,
	});
	await deplog.shows('POST /checkout 500');
	deplog.press('//(a/\r');
	await deplog.shows('no regular expression');
	await deplog.shows('POST /checkout 500');
	deplog.press('\u007F\u007F\u007Fcart/\r');
	await deplog.hides('POST /checkout 500');
	await deplog.shows('/cart/');
});

test('an expression that would go back for ever stops nothing', async () => {
	deployment.log({message: `${'a'.repeat(2000)}! long`});
	using deplog = openDeplog([deployment.id, '--api-url', server.url], {
		columns: 80,
		rows: 24,
	});
	await deplog.shows(/aaaa/v);
	deplog.press('//(a+)+$/\r');
	await deplog.shows('No entry matches /(a+)+$/.');
	deplog.press('x//^(A|AA)+! LONG/i\r');
	await deplog.shows('/^(A|AA)+! LONG/i');
	await deplog.shows(/1 shown/v);
	deplog.press('x//(?=(a+)+$)/\r');
	await deplog.shows('may take for ever');
});
