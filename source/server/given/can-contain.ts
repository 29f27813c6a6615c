import {type Template} from '../simulated/template.ts';
import {digits, type Word} from '../simulated/vocabulary.ts';

/**
Whether any message of the template can hold the text: false only where none can.

This is what makes a rare text cheap to find: the messages of all other templates need not be made. The text is matched against the words as by an automaton whose state is how much of the text has been matched.
*/
export function canContain({words}: Template, text: string): boolean {
	let matchedLengths = new Set([0]);
	for (const word of words) {
		const next = new Set([0]);
		for (const matched of matchedLengths) {
			for (const length of continuations(word, text, matched)) {
				if (length === text.length) {
					return true;
				}

				next.add(length);
			}
		}

		matchedLengths = next;
	}

	return text === '';
}

/** How much of the text can be matched at the end of the word, when so much was at its start; nothing matched can begin anywhere within. */
function continuations(
	word: Word,
	text: string,
	matched: number,
): readonly number[] {
	if (word.kind === 'choice') {
		return word.texts.flatMap((choice) =>
			matched === 0
				? beginnings(choice, text)
				: continuation(choice, text, matched),
		);
	}

	const {alphabet, least, most} = shape(word);
	const rest = text.slice(matched);
	let run = 0;
	while (run < rest.length && alphabet.includes(rest[run] ?? '')) {
		run++;
	}

	const longest = Math.min(run, most);
	if (longest === rest.length) {
		return [text.length];
	}

	const shortest = matched === 0 ? 0 : least;
	return Array.from(
		{length: Math.max(0, longest - shortest + 1)},
		(_, index) => matched + shortest + index,
	);
}

function continuation(choice: string, text: string, matched: number) {
	const length = Math.min(choice.length, text.length - matched);
	return text.startsWith(choice.slice(0, length), matched)
		? [matched + length]
		: [];
}

/** The whole text, or the beginnings of it that the choice ends with. */
function beginnings(choice: string, text: string) {
	if (choice.includes(text)) {
		return [text.length];
	}

	const lengths: number[] = [];
	for (let length = 1; length <= choice.length; length++) {
		if (length < text.length && choice.endsWith(text.slice(0, length))) {
			lengths.push(length);
		}
	}

	return lengths;
}

function shape(word: Exclude<Word, {kind: 'choice'}>) {
	return word.kind === 'number'
		? {
				alphabet: digits,
				least: String(word.from).length,
				most: String(word.to).length,
			}
		: {alphabet: word.alphabet, least: word.length, most: word.length};
}
