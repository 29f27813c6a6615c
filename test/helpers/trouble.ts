import {type Fault} from '../../source/server/faults/faults.ts';
import {type GivenDeployment} from '../../source/server/given/given-deployment.ts';
import {
	integerBetween,
	pick,
	type Random,
} from '../../source/server/simulated/random.ts';
import {type ApiServer} from '../../source/server/wire/server.ts';

/** One thing that goes wrong between a server and its reader. */
export type Trouble = {
	readonly kind: string;
	/** In milliseconds: how long it is left alone. */
	readonly lasts: number;
	readonly begin: () => Promise<void>;
	readonly end: () => Promise<void>;
};

export type TroubleOptions = {
	readonly server: ApiServer;
	readonly deployment: GivenDeployment;
	readonly random: Random;
	/** In milliseconds of real time: for how long live entries are gathered to come newest first. */
	readonly longestReorder?: number;
};

const noEnd = async () => undefined;

/** Draws what goes wrong next. Each cuts the live stream, at once or after some bytes. */
export function drawTrouble(options: TroubleOptions): Trouble {
	return pick(options.random, kinds)(options);
}

type Kind = (options: TroubleOptions) => Trouble;

/** The open stream breaks, the network stays. */
const reset: Kind = ({server}) => ({
	kind: 'reset',
	lasts: 0,
	async begin() {
		await server.disconnect();
		await server.reconnect();
	},
	end: noEnd,
});

const cleanEnd: Kind = ({deployment}) => ({
	kind: 'clean end',
	lasts: 0,
	async begin() {
		deployment.endLive();
	},
	end: noEnd,
});

const refused: Kind = ({server, random}) => ({
	kind: 'refused connection',
	lasts: integerBetween(random, 100, 4000),
	begin: server.disconnect,
	end: server.reconnect,
});

/** The next stream, or page, is hit by a fault. */
function fault(
	kind: string,
	draw: (random: Random, longestReorder: number) => readonly Fault[],
): Kind {
	return ({server, deployment, random, longestReorder = 500}) => ({
		kind,
		lasts: kind === 'silence' ? 25_000 : integerBetween(random, 0, 3000),
		async begin() {
			for (const one of draw(random, longestReorder)) {
				server.faults.add(one);
			}

			deployment.endLive();
		},
		end: noEnd,
	});
}

const few = (random: Random) => integerBetween(random, 1, 3);
const bytes = (random: Random) => Math.floor(10 ** (random() * 5.5));
/** The seam with a stream is asked for several times, so a page is hit now and then only. */
const anyRoute = (random: Random) =>
	random() < 0.5 ? ('live' as const) : (['live', 'past'] as const);

const kinds: readonly Kind[] = [
	reset,
	cleanEnd,
	refused,
	fault('cut at a byte', (random) => [
		{
			kind: 'cut',
			atByte: bytes(random),
			times: few(random),
			route: anyRoute(random),
		},
	]),
	fault('half a line', (random) => [
		{kind: 'end', atByte: bytes(random), times: few(random), route: 'live'},
	]),
	fault('429', (random) => [
		{
			kind: 'status',
			status: 429,
			retryAfter: integerBetween(random, 1, 3),
			times: few(random),
			route: anyRoute(random),
		},
	]),
	fault('500', (random) => [
		{
			kind: 'status',
			status: pick(random, [500, 502, 503]),
			times: few(random),
			route: anyRoute(random),
		},
	]),
	fault('HTML', (random) => [
		{
			kind: 'page',
			status: pick(random, [200, 502]),
			times: few(random),
			route: anyRoute(random),
		},
	]),
	fault('silence', (random) => [
		{
			kind: 'silence',
			afterEntries: integerBetween(random, 0, 3000),
			times: 1,
			route: 'live',
		},
	]),
	fault('lagging past logs', (random) => [
		{
			kind: 'lag',
			milliseconds: integerBetween(random, 500, 8000),
			times: integerBetween(random, 1, 12),
			route: 'past',
		},
	]),
	fault('replayed entries', (random) => [
		{
			kind: 'replay',
			entries: integerBetween(random, 1, 500),
			times: 1,
			route: 'live',
		},
	]),
	fault('reordered entries', (random, longestReorder) => [
		{
			kind: 'reorder',
			milliseconds: integerBetween(random, 1, longestReorder),
			times: 1,
			route: 'live',
		},
		{
			kind: 'cut',
			atByte: bytes(random) * 3,
			times: 1,
			route: 'live',
		},
	]),
];
