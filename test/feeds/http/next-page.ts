import fc from 'fast-check';
import {expect, test} from 'vitest';
import {ApiError} from '../../../source/feeds/http/errors.ts';
import {nextPage} from '../../../source/feeds/http/next-page.ts';

const url = new URL('https://api.example/v1/deployments/a/app_logs?limit=1');
const next = 'https://api.example/v1/deployments/a/app_logs?cursor=x';

test.each([
	[[]],
	[['']],
	[['<?cursor=x>; rel="prev"']],
	[['<?cursor=x>; title="rel=next"']],
	[['<?cursor=x>; rel=prev; rel=next']],
	[['<?cursor=x>; rel=next; anchor="/another"']],
	[['<https://>; rel=next']],
	[['nonsense; rel=next']],
])('%j is the last page', (links) => {
	expect(nextPage(links, {url, isFull: true})).toBeUndefined();
});

test.each([
	[[`<${next}>; rel="next"`]],
	[['<?cursor=x>; rel="next"']],
	[['<app_logs?cursor=x>;rel=next']],
	[['</v1/deployments/a/app_logs?cursor=x> ; REL = "Next"']],
	[['< ?cursor=x >; rel="last next"; type="a,b"']],
	[['<?cursor=y>; rel=prev', '<?cursor=x>; rel=next']],
	[['<?cursor=y>; rel=prev, <?cursor=x>; rel=next']],
	[
		[
			String.raw`<?cursor=y>; title="a \" <b>; rel=next, c", <?cursor=x>; rel="next"`,
		],
	],
])('%j names the next page', (links) => {
	expect(nextPage(links, {url, isFull: true})?.href).toBe(next);
});

test('a cursor is followed as it is, whatever it holds', () => {
	const cursors = fc
		.string({unit: fc.constantFrom(...'aZ09+/=%,;:"&-_~. ')})
		.map((cursor) => encodeURIComponent(cursor));
	fc.assert(
		fc.property(cursors, (cursor) => {
			const page = nextPage([`<?cursor=${cursor}>; rel="next"`], {
				url,
				isFull: true,
			});
			expect(page?.search).toBe(`?cursor=${cursor}`);
		}),
	);
	expect(
		nextPage(['<?cursor=a,b;c=>; rel="next"'], {url, isFull: true})?.search,
	).toBe('?cursor=a,b;c=');
});

test.each([
	'https://evil.example/?cursor=x',
	'//evil.example/?cursor=x',
	'http://api.example/v1?cursor=x',
	'https://api.example:8443/v1?cursor=x',
	'https://api.example@evil.example/v1?cursor=x',
	'data:text/plain,x',
])('a next page at another origin is refused: %s', (target) => {
	expect(() =>
		nextPage([`<${target}>; rel=next`], {url, isFull: true}),
	).toThrow(ApiError);
});

test('a short page that names itself is the last one, a full one is not', () => {
	const links = [`<${url.href}>; rel=next`];
	expect(nextPage(links, {url, isFull: false})).toBeUndefined();
	expect(nextPage(links, {url, isFull: true})?.href).toBe(url.href);
});
