import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {type Deployment} from '../../source/log/deployment.ts';
import {type Entry} from '../../source/log/entry.ts';
import {createFilter, createQuery} from '../../source/log/query.ts';
import {type Action} from '../../source/store/action.ts';
import {works} from '../../source/store/works.ts';
import {
	arrive,
	cut,
	land,
	noon,
	opened,
	refused,
	second,
	stateAfter,
} from '../helpers/state-after.ts';
import {createVirtualTerminal} from '../helpers/terminal-cells.ts';
import {openWholeUi} from '../helpers/whole-ui.ts';

beforeEach(() => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'performance']});
});

afterEach(() => {
	vi.useRealTimers();
});

const deployment = (given: Partial<Deployment> = {}): Deployment => ({
	id: 'storefront-7f3k2m',
	projectId: '0b6dcc53-2e29-4a6f-9d3c-6a4c5d3f7e10',
	status: {kind: 'succeeded'},
	domains: ['storefront-7f3k2m.deno.dev', 'storefront.deno.dev'],
	databases: {},
	createdAt: noon - 20 * second,
	updatedAt: noon - 11.8 * second,
	...given,
});

const details = (given: Partial<Deployment> = {}): Action => ({
	kind: 'details-loaded',
	deployment: deployment(given),
});

const build = (...messages: readonly string[]): Action => ({
	kind: 'build-lines',
	fromIndex: 0,
	entries: messages.map((message) => ({
		level: message.startsWith('TS') ? 'error' : 'info',
		message,
	})),
	malformedCount: 0,
});

const buildLines = [
	'Checking out the commit',
	'Installing dependencies',
	'Checking types',
];

const regions = [
	'gcp-us-east4',
	'gcp-europe-west3',
	'gcp-australia-southeast1',
];
const stack =
	"TypeError: cannot read properties of undefined (reading 'id')\n    at renderCartLine (file:///src/cart/cart-line.tsx:48:27)\n    at renderCart (file:///src/cart/cart.tsx:20:9)\n";
const logged = (index: number): Entry => ({
	time: noon + index * second,
	region: regions[index % 3] ?? '',
	...(index % 12 === 7
		? {level: 'error', message: stack}
		: index % 9 === 4
			? {
					level: 'warning',
					message: `upstream timeout after 3000 ms path=/cart attempt=${index}`,
				}
			: {
					level: index % 4 === 3 ? 'debug' : 'info',
					message: `GET /products/${index} 200 in ${20 + index} ms`,
				}),
});

const entries = (from: number, count: number) =>
	arrive(Array.from({length: count}, (_, index) => logged(from + index)));

const firstError: Action = {kind: 'first-error-told', entry: logged(7)};
/** What was logged since the deployment is all there, and more comes. */
const settled = [
	details(),
	build(...buildLines, 'Deployed in 8.2 s'),
	{kind: 'build-ended', count: 4},
	opened,
	land([]),
	entries(0, 40),
	firstError,
] as const satisfies readonly Action[];

type Scene = {
	readonly actions: readonly Action[];
	readonly query?: ReturnType<typeof createQuery>;
	/** Pressed one after the other. */
	readonly keys?: readonly string[];
	/** What happens after the keys. */
	readonly afterwards?: readonly Action[];
};

const refusal = {
	message: 'The token may not read this deployment (403).',
	isRefusal: true,
	status: 403,
};

const scenes: Readonly<Record<string, Scene>> = {
	'before anything is known': {actions: []},
	'while the build runs': {
		actions: [
			details({status: {kind: 'building'}, updatedAt: noon - second}),
			build(...buildLines),
			opened,
		],
	},
	'when the build has failed': {
		actions: [
			details({status: {kind: 'failed'}}),
			build(
				...buildLines,
				"TS2339 [ERROR]: Property 'bundle' does not exist on type 'Cart'.\n    at file:///src/cart/cart-line.tsx:48:27",
				'Build failed',
			),
			{kind: 'build-ended', count: 5},
			opened,
			land([]),
		],
	},
	following: {actions: settled},
	'held, while more comes': {
		actions: settled,
		keys: [' ', 'k', 'k'],
		afterwards: [entries(40, 20)],
	},
	'an entry that is open': {actions: settled, keys: ['!']},
	'a filter that finds nothing': {
		actions: settled,
		keys: ['/', 'TimeOut', '\r'],
		afterwards: [
			{kind: 'ask'},
			{...opened, filter: createFilter({text: 'TimeOut'})},
			land([], {filter: createFilter({text: 'TimeOut'})}),
		],
	},
	'a range that is begun': {actions: settled, keys: ['V', 'k', 'k']},
	'before what is incomplete is saved': {
		actions: settled.filter((action) => action.kind !== 'page-landed'),
		keys: ['s'],
	},
	'a lost connection': {actions: [...settled, cut]},
	'refused from the start': {
		actions: [
			{kind: 'details-failed', failure: refusal},
			{kind: 'build-failed', failure: refusal},
			refused,
		],
	},
	'refused later': {actions: [...settled, refused]},
	'a newer deployment': {
		actions: [
			...settled,
			{
				kind: 'deployments-loaded',
				deployments: [
					deployment({
						id: 'storefront-7f3m9q',
						status: {kind: 'building'},
						createdAt: noon + 30 * second,
					}),
					deployment(),
				],
			},
		],
	},
	'a past range': {
		actions: [
			...settled.slice(0, 3),
			land(
				Array.from({length: 20}, (_, index) => index),
				{to: 30},
			),
			firstError,
		],
		query: createQuery({range: {since: noon, until: noon + 30 * second}}),
	},
	patterns: {actions: settled, keys: ['p']},
	help: {actions: settled, keys: ['?']},
};

async function screenOf(
	{actions, query, keys = [], afterwards = []}: Scene,
	columns: number,
	rows: number,
): Promise<readonly string[]> {
	const ui = await openWholeUi(
		stateAfter(actions, {columns, rows, ...(query !== undefined && {query})}),
		{now: () => noon + 60 * second},
	);
	const terminal = createVirtualTerminal(columns, rows);
	for (const key of keys) {
		// eslint-disable-next-line no-await-in-loop -- One key after the other.
		await ui.press(key);
	}

	for (const action of afterwards) {
		// eslint-disable-next-line no-await-in-loop -- One thing after the other.
		await ui.dispatch(action);
	}

	for (const work of works(ui.store.get(), noon + 60 * second)) {
		work.run(() => true);
	}

	await ui.dispatch({kind: 'worked', isDone: true});
	// It takes what is written with a timer, which stands still.
	const written = terminal.write(ui.take());
	vi.advanceTimersByTime(0);
	await written;
	ui.close();
	return terminal.text();
}

// Another screen than before: read it in the difference, look at it in colour (`deplog demo`), then `npx vitest run test/ui/screens.ts -u`.
test.each([
	[160, 45],
	[80, 24],
])('each state has its face, at %i × %i', async (columns, rows) => {
	const faces: string[] = [];
	for (const [name, scene] of Object.entries(scenes)) {
		// eslint-disable-next-line no-await-in-loop -- Time stands still for one at a time.
		const screen = await screenOf(scene, columns, rows);
		expect(screen).toHaveLength(rows);
		faces.push(`═══ ${name}`, ...screen, '');
	}

	await expect(faces.join('\n')).toMatchFileSnapshot(
		`screens/${columns}x${rows}.txt`,
	);
});

test('what a server refuses is said once on a screen, at every size', async () => {
	for (const [columns, rows] of [
		[160, 45],
		[120, 40],
		[80, 24],
		[60, 20],
	] as const) {
		for (const name of ['refused from the start', 'refused later']) {
			const scene = scenes[name] ?? {actions: []};
			// eslint-disable-next-line no-await-in-loop -- Time stands still for one at a time.
			const screen = await screenOf(scene, columns, rows);
			const text = screen.join('\n');
			expect(text.split('The token may not read').length, `${text}`).toBe(2);
			expect(text).toContain('OFFLINE');
		}
	}
});

test('no line moves when the first error comes or an entry is opened', async () => {
	for (const [columns, rows] of [
		[160, 45],
		[80, 24],
	] as const) {
		const before = settled.slice(0, 5);
		const rowsOf = async (scene: Scene) => screenOf(scene, columns, rows);
		// eslint-disable-next-line no-await-in-loop -- Time stands still for one at a time.
		const without = await rowsOf({actions: [...before, entries(0, 7)]});
		// eslint-disable-next-line no-await-in-loop -- Time stands still for one at a time.
		const withError = await rowsOf({
			actions: [...before, entries(0, 7), entries(7, 1), firstError],
		});
		const place = (screen: readonly string[], text: string) =>
			screen.findIndex((row) => row.includes(text));
		for (const text of ['3 Logs', 'GET /products/0', 'GET /products/6', '4:']) {
			expect(place(withError, text)).toBe(place(without, text));
		}

		// eslint-disable-next-line no-await-in-loop -- Time stands still for one at a time.
		const open = await rowsOf({
			actions: [...before, entries(0, 7)],
			keys: [' ', 'g', '\r'],
		});
		for (const text of ['3 Logs', 'GET /products/0', 'GET /products/1 ']) {
			expect(place(open, text)).toBe(place(without, text));
		}
	}
});
