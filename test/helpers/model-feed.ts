import {type Feed} from '../../source/feeds/feed.ts';
import {type Send} from '../../source/feeds/http/request.ts';
import {readPage} from '../../source/feeds/v1/read-page.ts';
import {createFilter} from '../../source/log/query.ts';
import {readTime} from '../../source/log/wire-time.ts';
import {type Run, linesOf, second} from './run.ts';

/** Past logs of the server that a run is about, asked for and read as version 1 of the API has them. */
export function createModelFeed(run: Run): Pick<Feed, 'pastEntries'> {
	const {server, clock} = run;
	const send: Send = async ({url}) => {
		const {searchParams} = url;
		const text = (name: string) => searchParams.get(name) ?? '';
		const order = text('order') === 'asc' ? 'asc' : 'desc';
		const cursor = searchParams.get('cursor') ?? undefined;
		const range = {
			from: readTime(text('since')) ?? 0,
			to: readTime(text('until')) ?? Number.POSITIVE_INFINITY,
		};
		const {entries, next} = server.page({
			kind: 'page',
			dueAt: 0,
			filter: createFilter({
				levels: text('level').split(',').filter(Boolean),
				text: text('q'),
			}),
			order,
			...range,
			range,
			limit: Number(text('limit')),
			...(cursor !== undefined && {cursor}),
		});
		const link =
			next === undefined
				? []
				: [`<?cursor=${encodeURIComponent(next)}>; rel="next"`];
		return {
			header: (name) => (name === 'link' ? link : []),
			body: bodyOf(linesOf(order === 'asc' ? entries : entries.toReversed())),
			close: () => undefined,
			// In whole seconds, as the header has it.
			serverTime: clock.hearDate(Math.floor(server.now / second) * second),
		};
	};

	return {
		pastEntries: async (request) =>
			readPage(request, {
				base: 'http://model/v1/deployments/shop',
				send,
				clock,
				patience: 60_000,
			}),
	};
}

async function* bodyOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
	yield bytes;
}
