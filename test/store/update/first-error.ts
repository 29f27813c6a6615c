import {expect, test} from 'vitest';
import {fileTraits} from '../../../source/feeds/file/file-feed.ts';
import {EntryColumns} from '../../../source/log/entry-columns.ts';
import {createQuery} from '../../../source/log/query.ts';
import {createState, createStore} from '../../../source/store/create-store.ts';
import {wanted} from '../../../source/store/wanted/wanted.ts';

type Told = {readonly time: number; readonly message: string; level?: string};

/** A store that is told what a file holds, block by block. */
function read(...blocks: ReadonlyArray<readonly Told[]>) {
	const store = createStore(
		createState({
			traits: fileTraits,
			query: createQuery(),
			limit: 1000,
			columns: 80,
			rows: 24,
		}),
	);
	const tell = (isKnown: boolean, isLoaded = true) => {
		store.dispatch({
			kind: 'source-told',
			source: {isGrowing: false, isKnown, isLoaded, gaps: [], files: []},
		});
	};

	tell(false);
	for (const block of blocks) {
		store.dispatch({
			kind: 'source-entries',
			entries: EntryColumns.of(
				block.map((entry) => ({level: 'error', region: '', ...entry})),
			),
		});
	}

	return {
		first: () => store.get().firstError,
		isAsked: () => wanted(store.get()).some(({kind}) => kind === 'first-error'),
		tell,
	};
}

test('what is read of a file tells its first error and all that are like it, those of the same instant too', () => {
	const {first, isAsked} = read(
		[{time: 1, level: 'info', message: 'bad'}],
		[
			{time: 2, message: 'bad\nat a'},
			{time: 2, message: 'bad\nat b'},
			{time: 3, message: 'worse'},
		],
		[
			{time: 4, level: 'ERR', message: 'bad'},
			{time: 5, message: '\n\u{A0}\nbad\r\nat c'},
			{time: 6, message: 'badly'},
		],
	);
	expect(first()).toMatchObject({
		entry: {message: 'bad\nat a'},
		count: 4,
		isMore: false,
	});
	expect(isAsked()).toBe(false);
});

test('an error that stands behind a later one is the first all the same', () => {
	expect(
		read(
			[
				{time: 5, message: 'bad'},
				{time: 6, message: 'worse'},
			],
			[{time: 4, message: 'bad'}],
		).first(),
	).toMatchObject({entry: {time: 4}, count: 2, isMore: false});
	// Whether there were more like it before is not known.
	expect(
		read([{time: 5, message: 'bad'}], [{time: 4, message: 'worse'}]).first(),
	).toMatchObject({entry: {time: 4}, count: 1, isMore: true});
});

test('that a file holds no error is known once all of it was read, and asked for where not all is kept', () => {
	const {first, isAsked, tell} = read([{time: 1, level: 'info', message: 'x'}]);
	expect(first().kind).toBe('unknown');
	tell(true);
	expect(first().kind).toBe('none');
	expect(isAsked()).toBe(false);

	const large = read([{time: 1, level: 'info', message: 'x'}]);
	large.tell(false, false);
	expect(large.isAsked()).toBe(true);
});
