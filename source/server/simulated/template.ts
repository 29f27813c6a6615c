import {vocabulary, type Word} from './vocabulary.ts';
import {integerBetween, pick, type Random} from './random.ts';

/** A kind of message: fixed texts, and between them words that differ from entry to entry. */
export type Template = {
	readonly level: string;
	readonly words: readonly Word[];
};

/** Reads a text in which `«name»` stands for a word of the vocabulary. */
export function createTemplate(level: string, text: string): Template {
	const words = text.split(/«(\w+)»/v).map((part, index): Word => {
		if (index % 2 === 0) {
			return {kind: 'choice', texts: [part]};
		}

		const word = vocabulary.get(part);
		if (!word) {
			throw new RangeError(`The vocabulary has no word ${part}.`);
		}

		return word;
	});
	return {level, words};
}

export function render({words}: Template, random: Random): string {
	let message = '';
	for (const word of words) {
		message += renderWord(word, random);
	}

	return message;
}

function renderWord(word: Word, random: Random): string {
	switch (word.kind) {
		case 'choice': {
			const [first = ''] = word.texts;
			return word.texts.length === 1 ? first : pick(random, word.texts);
		}

		case 'number': {
			return String(integerBetween(random, word.from, word.to));
		}

		case 'characters': {
			return Array.from({length: word.length}, () =>
				pick(random, word.alphabet),
			).join('');
		}
	}
}
