import {expect, test} from 'vitest';
import {type Micros} from '../../../source/log/entry.ts';
import {type Action} from '../../../source/store/action.ts';
import {createStore} from '../../../source/store/create-store.ts';
import {type Outside} from '../../../source/ui/take/contents.ts';
import {takeAway} from '../../../source/ui/take/take-away.ts';
import {
	arrive,
	land,
	noon,
	opened,
	stateAfter,
} from '../../helpers/state-after.ts';
import {settingAt} from '../../helpers/whole-ui.ts';

const second: Micros = 1_000_000;

const created: Action = {
	kind: 'details-loaded',
	deployment: {
		id: 'storefront-7f3k2m',
		projectId: 'shop',
		status: {kind: 'succeeded'},
		domains: [],
		databases: {},
		createdAt: noon,
	},
};

/** All that was logged before. */
const past = land(Array.from({length: 12_000}, (_, index) => index));

function arriveFrom(first: number, count: number) {
	return arrive(
		Array.from({length: count}, (_, index) => ({
			time: noon + (first + index) * second,
			message: `entry ${first + index}`,
		})),
	);
}

const unasked: Outside = {
	copy: async () => ({words: '', short: ''}),
	async showBare() {
		/* Not asked. */
	},
	async open() {
		/* Not asked. */
	},
	save: async (path) => ({kind: 'exists', path}),
};

const setting = settingAt(() => noon + 14_000 * second);

function storeOfThousands() {
	return createStore(
		stateAfter([created, opened, past, arriveFrom(12_000, 1), {kind: 'hold'}], {
			limit: 12_001,
		}),
	);
}

test('what is evicted while a file is written is a hole in it that is named', async () => {
	const store = storeOfThousands();
	const saved: string[] = [];
	let isFull = false;
	await takeAway(
		{kind: 'save', path: 'a.ndjson', mayReplace: false},
		{
			store,
			setting,
			outside: {
				...unasked,
				async save(path, batches) {
					for (const batch of batches) {
						saved.push(
							...batch.map(({message}) => message.slice('entry '.length)),
						);
						if (!isFull) {
							isFull = true;
							store.dispatch(arriveFrom(12_001, 2000));
						}
					}

					return {kind: 'saved', path, count: saved.length};
				},
			},
		},
	);
	const next = saved.findIndex((text, index) => Number(text) !== index);
	expect(next).toBe(2000);
	const from = clock(Number(saved[next]));
	expect(store.get().screen.notice).toMatch(
		new RegExp(
			String.raw`saved without .*–${from} · 12:00:00–\d\d:\d\d:\d\d, to a\.ndjson$`,
			'v',
		),
	);
});

test('where nothing is evicted meanwhile, what is written is complete', async () => {
	const store = storeOfThousands();
	let count = 0;
	await takeAway(
		{kind: 'open'},
		{
			store,
			setting,
			outside: {
				...unasked,
				async open(batches) {
					for (const batch of batches) {
						count += batch.length;
						// What comes behind what was to be opened is no part of it.
						store.dispatch({kind: 'live-quiet', since: noon});
					}
				},
			},
		},
	);
	expect(count).toBe(12_001);
	expect(store.get().screen.notice).toBeUndefined();
});

test('a file that could not be written is told in the footer once its prompt is closed', async () => {
	const store = storeOfThousands();
	const outside: Outside = {
		...unasked,
		async save() {
			throw new Error('There is no room left.');
		},
	};
	await takeAway(
		{kind: 'save', path: 'a.ndjson', mayReplace: false},
		{store, setting, outside},
	);
	expect(store.get().screen.notice).toBe('There is no room left.');
});

function clock(seconds: number): string {
	return new Date(noon / 1000 + seconds * 1000).toISOString().slice(11, 19);
}
