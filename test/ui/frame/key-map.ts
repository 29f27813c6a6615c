import {afterEach, expect, test} from 'vitest';
import {readWhere} from '../../../source/config/filter-flags.ts';
import {createFilter} from '../../../source/log/query.ts';
import {chooseKeys, hintsOf} from '../../../source/ui/frame/key-map.ts';
import {keyLabel, writeOwnKeys} from '../../../source/ui/keys/binding.ts';
import {isChord} from '../../../source/ui/look/setting.ts';
import {createReader} from '../../helpers/reader.ts';
import {until} from '../../helpers/until.ts';

afterEach(() => {
	writeOwnKeys({labelOf: () => undefined});
});

function choose(keys: Record<string, readonly string[]>) {
	const chosen = chooseKeys(new Map(Object.entries(keys)));
	return 'problem' in chosen ? expect.unreachable(chosen.problem) : chosen;
}

test('a command is done by the keys that were chosen for it, and by no others', () => {
	const reader = createReader([], {
		own: {ownKeys: choose({quit: ['ctrl+q'], reload: ['q', 'f5']})},
	});
	reader.press('ctrl+c');
	expect(reader.asked).toEqual([]);
	expect(reader.store.get().screen.notice).toContain('bound to nothing');
	reader.press('q');
	expect(reader.store.get().screen.notice).toContain('Reconnecting');
	reader.press('ctrl+q');
	expect(reader.asked).toEqual(['quit']);
});

test('the footer and the help write the keys as they were chosen', () => {
	const reader = createReader([], {own: {ownKeys: choose({quit: ['ctrl+q']})}});
	expect(hintsOf(reader.store.get())).toContainEqual(
		expect.objectContaining({keys: 'ctrl+q', words: 'quit'}),
	);
	expect(keyLabel('ctrl+c')).toBe('');
});

test('what is typed at a prompt is typed as it is', () => {
	const reader = createReader([], {own: {ownKeys: choose({quit: ['x']})}});
	reader.press('/', 'x');
	expect(reader.store.get().screen.mode).toMatchObject({value: 'x'});
	expect(reader.asked).toEqual([]);
});

test.each([
	[{nonsense: ['x']}, 'no command'],
	[{quit: ['ctl+x']}, 'ctl+x is no key'],
	[{quit: ['x'], reload: ['x']}, 'x is the key of quit, too'],
])('%j is refused: %s', (keys, words) => {
	expect(chooseKeys(new Map(Object.entries(keys)))).toMatchObject({
		problem: expect.stringContaining(words) as unknown,
	});
});

test.each(['G', '!', 'ctrl+r', 'f12', 'alt+shift+up', 'pageup'])(
	'%s is a key',
	(chord) => {
		expect(isChord(chord)).toBe(true);
	},
);

test('the palette asks the queries that the reader has named', async () => {
	const filter = createFilter({levels: ['error'], text: 'timeout'});
	const {where: refinements = []} = readWhere({where: ['status>=500']});
	const reader = createReader([], {
		own: {queries: [{name: 'slow', filter, refinements, time: '1h'}]},
	});
	reader.press(':', 's', 'l', 'o', 'w', 'enter');
	await until(() => {
		const {query} = reader.store.get().logs;
		expect(query.filter).toEqual(filter);
		expect(query.refinements).toEqual(refinements);
		expect(query.range.since).toBeDefined();
	});
	expect(reader.store.get().screen.mode.kind).toBe('list');
});
