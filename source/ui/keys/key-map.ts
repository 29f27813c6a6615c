import {type Binding, type ModeKind} from './binding.ts';
import {filterKeys} from './filter-keys.ts';
import {helpKeys} from './help-keys.ts';
import {moveKeys} from './move-keys.ts';
import {paneKeys} from './pane-keys.ts';
import {programKeys} from './program-keys.ts';
import {regionKeys, textKeys, timePromptKeys} from './prompt-keys.ts';
import {timeKeys} from './time-keys.ts';

export type Hint = {
	readonly keys: string;
	readonly words: string;
	readonly rank: number;
};

/** All keys, by the mode that takes them. The handler, the help, the footer and the readme read it. */
export const keyMap: Readonly<Record<ModeKind, readonly Binding[]>> = {
	list: [...filterKeys, ...timeKeys, ...moveKeys, ...paneKeys, ...programKeys],
	help: helpKeys,
	text: textKeys,
	time: timePromptKeys,
	regions: regionKeys,
};

export function bindingOf(mode: ModeKind, chord: string): Binding | undefined {
	return keyMap[mode].find(({keys}) => keys.includes(chord));
}

/** What the footer says of a mode's keys. */
export function hintsOf(mode: ModeKind): Hint[] {
	return keyMap[mode].flatMap(({hint, keys: [key = '']}) =>
		hint === undefined
			? []
			: [{keys: hint.keys ?? key, words: hint.words, rank: hint.rank}],
	);
}
