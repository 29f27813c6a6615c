import {beforeAll, expect, it} from 'vitest';
import {keysBelow} from '../../../source/ui/frame/views.ts';
import {loadFuzzySearch} from '../../../source/ui/look/fuzzy-search.ts';
import {
	commandName,
	findCommands,
} from '../../../source/ui/palette/palette.tsx';
import {openDockedReader} from '../../helpers/docked-reader.tsx';
import {createReader} from '../../helpers/reader.ts';
import {arrive, opened} from '../../helpers/state-after.ts';

beforeAll(loadFuzzySearch);

/** What is bound while nothing is open. */
const listKeys = keysBelow(createReader().store.get());

/** What the palette offers for what is typed, best first. */
function found(typed: string, isSimulated = true): string[] {
	const {store, setting} = createReader();
	return findCommands(
		typed,
		listKeys.filter(
			({isOffered}) =>
				isOffered?.(store.get(), {...setting, isSimulated}) ?? true,
		),
	).map(({help}) => help);
}

it('with nothing typed all commands are there, in the order of the help', () => {
	expect(found('')).toEqual(
		listKeys.map(({help}) => help).filter((help) => !help.startsWith('heal')),
	);
});

it.each([
	['quit', 'quit'],
	['repa', 'repaint'],
	['erors onl', 'errors only; again: all levels'],
	[
		'histgram',
		'the histogram: ← → choose, space anchors, enter shows, [ ] finer, coarser',
	],
	['WRAP', 'wrap long messages, or cut them'],
	['first error', 'the first error since this deployment, opened'],
	['another', 'another deployment'],
])('`%s` finds the command that is meant first', (typed, help) => {
	expect(found(typed)[0]).toBe(help);
});

it.each(
	Object.entries({
		help: '?',
		keys: '?',
		shortcuts: '?',
		quit: 'q',
		exit: 'q',
		qui: 'q',
		filter: '/',
		search: '/',
		grep: '/',
		find: '/',
		text: '/',
		clear: 'x',
		reset: 'x',
		errors: 'e',
		error: 'e',
		warn: 'w',
		info: 'i',
		everything: 'a',
		regions: 'r',
		region: 'r',
		location: 'r',
		copy: 'y',
		yank: 'y',
		clip: 'y',
		json: 'Y',
		share: 'C',
		'copy command': 'C',
		save: 's',
		export: 's',
		write: 's',
		download: 's',
		pager: '|',
		less: '|',
		vim: '|',
		pause: 'space',
		hold: 'space',
		freeze: 'space',
		stop: 'space',
		goto: 't',
		'go to': 't',
		since: 't',
		time: 't',
		tail: 'G',
		follow: 'G',
		newest: 'G',
		bottom: 'G',
		top: 'g',
		back: '<',
		undo: '<',
		redo: '>',
		group: 'p',
		patterns: 'p',
		exclude: '-',
		hide: '-',
		around: 'c',
		context: 'c',
		'next error': 'J',
		prev: 'N',
		expand: 'u',
		wrap: 'v',
		utc: 'T',
		timezone: 'T',
		inspect: 'enter',
		details: 'enter',
		cause: '!',
		bookmark: 'm',
		bare: 'P',
		build: '2',
		chart: '4',
		timeline: '4',
		maximize: 'z',
		fullscreen: 'z',
		deployments: '@',
		switch: '@',
		revision: '@',
		refresh: 'R',
		reconnect: 'R',
		retry: 'R',
		redraw: 'ctrl+l',
		suspend: 'ctrl+z',
		sort: 'o',
		reverse: 'o',
		cancel: 'escape',
		wq: 'q',
		// eslint-disable-next-line @typescript-eslint/naming-convention -- It is typed so.
		'q!': 'q',
		regex: '/',
		highlight: '/',
		'status code': '/',
		'remove filter': 'x',
		'only errors': 'e',
		fatal: 'e',
		'show all': 'a',
		verbose: 'a',
		unpause: 'space',
		watch: 'G',
		'tail -f': 'G',
		autoscroll: 'G',
		yesterday: 't',
		'last hour': 't',
		between: 't',
		stats: '#',
		percentile: '#',
		p95: '#',
		'most frequent': '#',
		duplicates: 'p',
		compare: 'p',
		'filter out': '-',
		'grep -v': '-',
		silence: '-',
		'root cause': '!',
		exception: '!',
		stacktrace: 'u',
		'soft wrap': 'v',
		unwrap: 'v',
		gmt: 'T',
		'local time': 'T',
		relative: 'T',
		trace: 'enter',
		body: 'enter',
		unmark: 'm',
		'select text': 'P',
		screenshot: 'P',
		'open in editor': '|',
		jq: '|',
		curl: 'C',
		url: '1',
		commit: '1',
		'build output': '2',
		console: '3',
		spike: '4',
		'full screen': 'z',
		rollback: '@',
		app: '@',
		preview: '@',
		'new deployment': 'L',
		f5: 'R',
		restart: 'R',
		cls: 'ctrl+l',
		'clear screen': 'ctrl+l',
		bg: 'ctrl+z',
		cheatsheet: '?',
		'find next': 'n',
		'find previous': 'N',
		// Written wrong.
		stacktarce: 'u',
		bookmrak: 'm',
		timezome: 'T',
		percentle: '#',
		clipbord: 'y',
	}),
)('`%s`, which people say elsewhere, finds the command of %s', (word, key) => {
	const {store, setting} = createReader();
	const offered = listKeys.filter(
		({isOffered}) => isOffered?.(store.get(), setting) ?? true,
	);
	expect(findCommands(word, offered)[0]?.keys).toContain(key);
});

it.each(['latency in mars', 'zzzz', 'environment', 'ignore case'])(
	'what no command is for, such as `%s`, finds none',
	(typed) => {
		expect(found(typed)).toEqual([]);
	},
);

it('every command has a short name, and no two the same', () => {
	const names = listKeys.map((binding) => commandName(binding));
	expect(new Set(names).size).toBe(names.length);
	for (const name of names) {
		expect(name.length).toBeLessThanOrEqual(22);
	}
});

it('a key that is typed finds its command first, also by the name of the key', () => {
	for (const {keys, help} of listKeys) {
		for (const key of keys) {
			const [first] = found(key);
			const sameKey = listKeys.filter((one) => one.keys.includes(key));
			expect([key, sameKey.map((one) => one.help)]).toEqual([
				key,
				expect.arrayContaining([first, help]),
			]);
		}
	}

	expect(found('pgup')[0]).toBe('a page up');
	expect(found('→')[0]).toBe('sideways, for long messages');
});

it('what begins with what was typed stands before what only holds it', () => {
	const all = found('time');
	const begins = all.map((help) => help.startsWith('time'));
	expect(begins).toEqual(begins.toSorted((a, b) => Number(b) - Number(a)));
	expect(begins.filter(Boolean)).toHaveLength(2);
});

it('what only a demo can do is not offered to others', () => {
	expect(found('the network')).toContain('cut the network');
	expect(found('', false).join(' ')).not.toContain('network');
	expect(found('cut the network', false)).not.toContain('cut the network');
});

it('what is chosen is done as if its key had been pressed', async () => {
	using reader = openDockedReader([opened, arrive([{}])]);
	await reader.type(':', 'cut the net');
	expect(reader.rows()[0]).toBe(' : cut the net');
	expect(reader.rows()[1]).toMatch(/^▌ +deplog +cut the network$/v);
	await reader.type('enter');
	expect(reader.store.get().isNetworkCut).toBe(true);
	expect(reader.store.get().screen.notice).toContain('is cut');
	await reader.type(':', 'cut the net');
	expect(reader.rows().join('\n')).not.toContain('cut the network');
	await reader.type('escape', ':', 'heal the net', 'enter');
	expect(reader.store.get().isNetworkCut).toBe(false);
	await reader.type(':', 'errors only', 'enter');
	expect(reader.store.get().logs.query.filter.levels).toEqual(['error']);
	expect(reader.store.get().screen.mode.kind).toBe('list');
});

it('a command that cannot be done now says why', async () => {
	using reader = openDockedReader();
	for (const [typed, reason] of [
		['oldest or newest', 'in a past range only'],
		['back to the query', 'There is no earlier query.'],
		['clear levels', 'There is no filter to clear.'],
		['unfold', 'none is selected'],
		['the histogram', 'Nothing is loaded.'],
	] as const) {
		// eslint-disable-next-line no-await-in-loop -- One command after the other.
		await reader.type(':', typed, 'enter');
		const {mode, notice} = reader.store.get().screen;
		expect(mode.kind).toBe('list');
		expect(notice).toContain(reason);
	}
});

it('the chosen command stays in sight, from the first to the last', async () => {
	using reader = openDockedReader();
	await reader.type(':', 'up');
	const seen = new Set<string>();
	const count = listKeys.length - 1;
	for (let press = 0; press < count; press++) {
		const rows = reader.rows().filter((row) => row.startsWith('▌'));
		expect(rows).toHaveLength(1);
		expect(reader.rows()).toHaveLength(9);
		seen.add(rows[0] ?? '');
		reader.press('down');
	}

	expect(seen.size).toBe(count);
	const last = reader.rows();
	reader.press('down');
	expect(reader.rows()).toEqual(last);
	await reader.type('e');
	expect(reader.rows()[1]).toMatch(/^▌ e +Filter +errors only/v);
});
