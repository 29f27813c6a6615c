import {type State} from '../../store/state.ts';
import {fit} from '../../text/cut.ts';
import {
	type Binding,
	inMode,
	labelsOf,
	list,
	type ModeOf,
	keyLabel,
} from '../keys/binding.ts';
import {type Setting, type NamedQuery} from '../look/setting.ts';
import {createPickerView} from '../prompts/picker-view.tsx';
import {inWordsOf} from '../look/words.ts';
import {type View} from '../view/view.ts';
import {sanitize} from '../../text/sanitize.ts';
import {fuzzySearch} from '../look/fuzzy-search.ts';

/** Finds a command among `offered` by its words, and shows its key. */
export function createPaletteView(
	offered: (state: State) => readonly Binding[],
): View {
	const choices = (
		{value}: ModeOf<'palette'>,
		state: State,
		setting: Setting,
	) =>
		findCommands(
			value,
			[...bindQueries(setting.queries ?? []), ...offered(state)].filter(
				({isOffered}) => isOffered?.(state, setting) ?? true,
			),
			(text) => inWordsOf(state.logs.traits, text),
		);
	return createPickerView('palette', {
		label: ' : ',
		noun: 'command',
		keys: [
			{
				keys: ['enter'],
				help: 'do it',
				hint: {words: 'run', rank: 0},
				run: inMode('palette', (mode, state, setting) => {
					const binding = choices(mode, state, setting)[mode.index];
					return binding === undefined
						? []
						: [list, {kind: 'perform', binding}];
				}),
			},
		],
		choices,
		row: (binding, _mode, setting, state) =>
			commandRow(binding, setting, (text) =>
				inWordsOf(state.logs.traits, text),
			),
		face: (_mode, {theme}) => theme.paint('quiet', ' No command matches that.'),
	});
}

const keysWidth = 14;

function commandRow(
	binding: Binding,
	{theme}: Setting,
	inWords: (text: string) => string,
): string {
	return [
		theme.paint('key', fit(labelsOf(binding), keysWidth)),
		theme.paint('quiet', fit(binding.group, 8)),
		inWords(helpWithName(binding)),
	].join(' ');
}

/** The help, after the name where that is not among its words. */
function helpWithName(binding: Binding): string {
	const name = commandName(binding);
	return binding.help.toLowerCase().includes(name.toLowerCase())
		? binding.help
		: `${name}: ${binding.help}`;
}

/** What the palette offers for the reader's own queries. */
function bindQueries(queries: readonly NamedQuery[]): readonly Binding[] {
	return queries.map(({name, filter, refinements = [], time}) => ({
		keys: [],
		name: sanitize(name, {hasColors: false}),
		words: ['query'],
		help: 'your query',
		group: 'Query',
		run: ({logs: {query}}) => [
			{kind: 'query', query: {...query, filter, refinements}},
			...(time === undefined
				? []
				: ([
						{kind: 'mode', mode: {kind: 'time', value: time}},
						{kind: 'submit-time', words: time},
					] as const)),
		],
	}));
}

/** All that are offered; where something was typed, those that it may mean, the likeliest first: it is looked for in keys, names, other words, their beginnings and the help, and where none of these has it, in what resembles it. */
export function findCommands(
	value: string,
	offered: readonly Binding[],
	/** As the screen writes it. */
	inWords: (text: string) => string = (text) => text,
): readonly Binding[] {
	const typed = value.trim();
	if (typed === '') {
		return offered;
	}

	const words = typed.toLowerCase();
	const tests: ReadonlyArray<(binding: Binding) => boolean> = [
		({keys}) => keys.some((key) => key === typed || keyLabel(key) === typed),
		(binding) => commandName(binding).toLowerCase() === words,
		(binding) => otherWords(binding).includes(words),
		(binding) => commandName(binding).toLowerCase().startsWith(words),
		({help}) => help.toLowerCase().startsWith(words),
		(binding) => otherWords(binding).some((one) => one.startsWith(words)),
		({help}) => hasWords(help, words),
		(binding) =>
			hasWords(`${searchedText(binding)} ${inWords(binding.help)}`, words),
	];
	const found = tests.flatMap((test) =>
		offered.filter((binding) => test(binding)),
	);
	return [...new Set(found.length > 0 ? found : searchLike(offered, typed))];
}

/** Those that are called nearly so. */
function searchLike(
	offered: readonly Binding[],
	typed: string,
): readonly Binding[] {
	const named = offered.flatMap((binding) =>
		[commandName(binding), ...otherWords(binding), headOf(binding.help)].map(
			(name) => ({binding, name}),
		),
	);
	return fuzzySearch(named, typed, ({name}) => name).map(
		({binding}) => binding,
	);
}

/** `errors only`, of `errors only; again: all levels`. */
function headOf(help: string): string {
	return /^[^:;,\(]*/v.exec(help)?.[0] ?? help;
}

/** What a command is called. */
export function commandName({name, help}: Binding): string {
	return name ?? help;
}

function otherWords({words = []}: Binding): readonly string[] {
	return words.map((word) => word.toLowerCase());
}

function searchedText(binding: Binding): string {
	return [commandName(binding), ...otherWords(binding), binding.help].join(' ');
}

/** Whether each of the words begins one of the text's. */
function hasWords(text: string, words: string): boolean {
	const all = text.toLowerCase().split(/[^\p{Letter}\p{Number}]+/v);
	return words
		.split(/\s+/v)
		.every((word) => all.some((one) => one.startsWith(word)));
}
