import {writeOwnKeys} from '../keys/binding.ts';
import {
	createOwnKeys,
	findBinding,
	isChord,
	type OwnKeys,
} from '../look/own-keys.ts';
import {paneKeys} from './pane-keys.ts';
import {programKeys} from './program-keys.ts';
import {views} from './views.ts';

/** The reader's keys, by the names that the palette has for commands; or what is wrong with one of them. */
export function chooseKeys(
	chosen: ReadonlyMap<string, readonly string[]>,
): OwnKeys | {readonly name: string; readonly problem: string} {
	const bindings = [...views.logs.keys, ...paneKeys, ...programKeys];
	const taken = new Map<string, string>();
	for (const [name, chords] of chosen) {
		if (findBinding(name, bindings) === undefined) {
			return {
				name,
				problem:
					'no command with a key has that name; the palette (:) shows their names',
			};
		}

		for (const chord of chords) {
			const other = taken.get(chord);
			if (!isChord(chord)) {
				return {
					name,
					problem: `${chord} is no key; write G, ctrl+r, f5 or pageup`,
				};
			}

			if (other !== undefined) {
				return {name, problem: `${chord} is the key of ${other}, too`};
			}

			taken.set(chord, name);
		}
	}

	const own = createOwnKeys(chosen, bindings);
	writeOwnKeys(own);
	return own;
}
