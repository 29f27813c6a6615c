import {type Binding, keyLabel} from '../keys/binding.ts';
import {fuzzySearch} from '../look/fuzzy-search.ts';

/** All that are offered, or those that may be meant by what was typed, the likeliest first: a key, a name, one of the other words, the beginning of those, words of the help, and last what only resembles it. */
export function findCommands(
	value: string,
	offered: readonly Binding[],
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
		(binding) => hasWords(searchedText(binding), words),
	];
	return [
		...new Set([
			...tests.flatMap((test) => offered.filter((binding) => test(binding))),
			...fuzzySearch(offered, typed, searchedText),
		]),
	];
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
