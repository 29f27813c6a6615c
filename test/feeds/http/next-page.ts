import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readNextPage} from '../../../source/feeds/http/next-page.ts';

const url = new URL('https://api.example/v1/deployments/a/app_logs?limit=1');

test.each([
	[[]],
	[['']],
	[['<?cursor=x>; rel="prev"']],
	[['<?cursor=x>; title="rel=next"']],
	[['<?cursor=x>; rel=prev; rel=next']],
	[['<?cursor=x>; rel=next; anchor="/another"']],
	[['</x?cursor=x>; title=next, /y?cursor=y; rel=prev']],
	[[`<?cursor=x>; title=' rel=next'`]],
])('%j is the last page', (links) => {
	expect(readNextPage(links, url)).toBeUndefined();
});

test.each([
	[['<https://api.example/v1/deployments/a/app_logs?cursor=x>; rel="next"']],
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
	// Behind a proxy servers know themselves by other names: nothing but the cursor is used.
	[['<https://elsewhere.example/?cursor=x>; rel=next']],
	[['<http://api.example/v1?limit=5&cursor=x>; rel=next']],
	[['<https://api.example:8443/v1?cursor=x>; rel=next']],
	// Not as the standard has it, and seen.
	[[`<?cursor=x>; rel='next'; title='a, <b>'`]],
	[['/app_logs?cursor=x; rel="next"']],
	[['/app_logs?cursor=y; rel="prev", /app_logs?cursor=x; rel="next"']],
	[['<?%63ursor=x>; rel=next, </page?cursor=z>; rel=last']],
])('%j names the next page', (links) => {
	expect(readNextPage(links, url)).toEqual({cursor: 'x'});
});

test.each([
	'<?page=2>; rel=next',
	'<data:text/plain,x>; rel=next',
	'<https://>; rel=next',
	'nonsense; rel=next',
])('a next page without a cursor is one all the same: %s', (link) => {
	expect(readNextPage([link], url)).toEqual({});
});

test('a cursor is taken as it is, whatever it holds', () => {
	fc.assert(
		fc.property(
			fc.string({unit: fc.constantFrom(...'aZ09+/=%,;:"&-_~. '), minLength: 1}),
			(cursor) => {
				expect(
					readNextPage(
						[`<?cursor=${encodeURIComponent(cursor)}>; rel="next"`],
						url,
					),
				).toEqual({cursor});
			},
		),
	);
});
