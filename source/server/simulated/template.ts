import {integerBetween, pick, type Random} from './random.ts';

/** A kind of message: fixed texts, and between them words that differ from entry to entry. */
export type Template = {
	readonly level: string;
	readonly words: readonly Word[];
};

/** What stands at one place of a template. */
type Word =
	| {readonly kind: 'choice'; readonly texts: readonly string[]}
	/** A whole number, neither end below zero. */
	| {readonly kind: 'number'; readonly from: number; readonly to: number}
	| {
			readonly kind: 'characters';
			readonly alphabet: readonly string[];
			readonly length: number;
	  };

const digits = [...'0123456789'];
const hexadecimal = [...'0123456789abcdef'];
const lettersAndDigits = [...'0123456789abcdefghjkmnpqrstvwxyz'];

const products = [
	'Espresso cup, stoneware',
	'Linen apron “Marlene”',
	'Oak cutting board',
	'有田焼 湯呑み',
	'抹茶碗「朝霧」',
	'보온병 500ml',
	'Crème brûlée torch 🔥',
	// Written with combining marks, as some editors do.
	'Cafe\u0301 filter, size 4',
	'Ko\u0308nigsberg tea towel',
	'Gift card 🎁',
	'Family set 👩‍👩‍👧‍👦',
	'Postcard 🇯🇵 Kyōto',
];

const skus = Array.from(
	{length: 160},
	(_, index) => `"SKU-${(index * 7919 + 10_007).toString(36).toUpperCase()}"`,
);

/** The words of the storefront's messages, by name. */
const vocabulary: ReadonlyMap<string, Word> = new Map<string, Word>([
	['ms', {kind: 'number', from: 3, to: 240}],
	['slowMs', {kind: 'number', from: 900, to: 4800}],
	['fraction', {kind: 'number', from: 10, to: 99}],
	['count', {kind: 'number', from: 1, to: 9}],
	['many', {kind: 'number', from: 12, to: 480}],
	['percent', {kind: 'number', from: 51, to: 97}],
	['port', {kind: 'number', from: 32_768, to: 60_999}],
	['euros', {kind: 'number', from: 7, to: 389}],
	['cents', {kind: 'number', from: 10, to: 99}],
	['cart', {kind: 'characters', alphabet: lettersAndDigits, length: 8}],
	['order', {kind: 'characters', alphabet: digits, length: 7}],
	['trace', {kind: 'characters', alphabet: hexadecimal, length: 16}],
	['session', {kind: 'characters', alphabet: hexadecimal, length: 10}],
	['byte', {kind: 'number', from: 2, to: 250}],
	['product', {kind: 'choice', texts: products}],
	[
		'path',
		{
			kind: 'choice',
			texts: [
				'/',
				'/products/espresso-cup',
				'/products/oak-board',
				'/collections/kitchen',
				'/collections/new',
				'/search?q=mug',
				'/search?q=tee+towel',
				'/cart',
				'/account/orders',
				'/products/%E6%B9%AF%E5%91%91',
			],
		},
	],
	[
		'asset',
		{
			kind: 'choice',
			texts: ['app-4f2c.js', 'styles-91b0.css', 'hero.avif', 'sprite.svg'],
		},
	],
	[
		'method',
		{kind: 'choice', texts: ['card', 'paypal', 'klarna', 'apple_pay', 'sepa']},
	],
	['currency', {kind: 'choice', texts: ['EUR', 'USD', 'GBP', 'JPY', 'BRL']}],
	[
		'customer',
		{
			kind: 'choice',
			texts: [
				'Amélie Durand',
				'山田 花子',
				'Jose\u0301 Íñigo',
				'Łukasz Żak',
				'김민준',
				'Nguye\u0302\u0303n Thị Hoa',
				'Ada Okafor',
				'مريم حداد',
			],
		},
	],
	[
		'agent',
		{
			kind: 'choice',
			texts: [
				'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X)',
				'Mozilla/5.0 (X11; Linux x86_64; rv:144.0)',
				'Googlebot/2.1 (+http://www.google.com/bot.html)',
				'curl/8.14.1',
			],
		},
	],
	[
		'manifest',
		{
			kind: 'choice',
			texts: [
				skus.join(','),
				skus.toReversed().join(','),
				skus.slice(20, 64).join(','),
			],
		},
	],
]);

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
