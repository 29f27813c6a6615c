import {type Micros} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {createTimestamps, type Timestamps} from '../../text/timestamp.ts';
import {type Filter} from '../../log/query.ts';
import {type Refinement} from '../../log/refinement.ts';
import {type Theme} from './theme.ts';

/** What does not change while deplog runs. */
export type Setting = {
	readonly deploymentId: string;
	/** The server is deplog's own. */
	readonly isSimulated: boolean;
	/** The words by which another deplog explores the same deployment: while this one runs, and later; none where it cannot. Never a token. */
	readonly invocation: {
		readonly now: readonly string[];
		readonly later: readonly string[];
	};
	readonly timestamps: Timestamps;
	/** `local`, `utc` or an IANA name. */
	readonly timeZone: string;
	readonly theme: Theme;
	/** Keys that the reader has chosen. */
	readonly ownKeys?: OwnKeys;
	/** Queries to which the reader has given names. */
	readonly queries?: readonly NamedQuery[];
	/** What is understood of an id, an address or a domain; nothing where it is none. */
	readonly readTarget: (text: string) => NamedTarget | undefined;
	/** Our clock. */
	readonly now: () => Micros;
};

/** What a text names that was typed or pasted where a deployment is chosen. */
export type NamedTarget = {
	/** Empty where an app alone is named: then its newest deployment is meant. */
	readonly deploymentId: string;
	readonly app?: string;
	readonly org?: string;
	/** A domain that is the app's, or else that of this revision of another one: the server knows. */
	readonly orRevision?: {readonly app: string; readonly id: string};
};

/** A query to which the reader has given a name. */
export type NamedQuery = {
	readonly name: string;
	readonly filter: Filter;
	/** None where absent. */
	readonly refinements?: readonly Refinement[];
	/** As it would be typed at the time prompt; the time stays as it is where absent. */
	readonly time?: string;
};

const utc = createTimestamps('utc');

/** The setting with times in the zone that the reader has chosen. */
export function shownSetting(setting: Setting, {screen}: State): Setting {
	return screen.times === 'utc' ? {...setting, timestamps: utc} : setting;
}

/** Keys that the reader has chosen. Views know the keys as they are bound; these stand between. */
export type OwnKeys = {
	/** The key that is meant by the one that was pressed; one that is bound to nothing where the reader has taken it away. */
	readonly meaningOf: (chord: string) => string;
	/** How a bound key is written for people; empty where it is bound no more. */
	readonly labelOf: (chord: string) => string | undefined;
};

/** What is asked of a binding. */
type Binding = {
	readonly keys: readonly string[];
	readonly name?: string;
	readonly help: string;
};

/** What is bound to nothing anywhere. */
const nothing = '\u0000';

/** Puts chosen keys in the place of those of commands, which go by the names of the palette. */
export function createOwnKeys(
	chosen: ReadonlyMap<string, readonly string[]>,
	bindings: readonly Binding[],
): OwnKeys {
	const meanings = new Map<string, string>();
	const labels = new Map<string, string>();
	const found = [...chosen].flatMap(([name, chords]) => {
		const binding = findBinding(name, bindings);
		return binding === undefined ? [] : [{chords, keys: binding.keys}];
	});
	for (const {chords, keys} of found) {
		for (const [index, key] of keys.entries()) {
			meanings.set(key, nothing);
			labels.set(key, chords[index] ?? '');
		}
	}

	for (const {chords, keys} of found) {
		for (const chord of chords) {
			meanings.set(chord, keys[0] ?? nothing);
		}
	}

	return {
		meaningOf: (chord) => meanings.get(chord) ?? chord,
		labelOf: (chord) => labels.get(chord),
	};
}

/** The command of that name that has a key. */
export function findBinding(
	name: string,
	bindings: readonly Binding[],
): Binding | undefined {
	const wanted = name.toLowerCase();
	return bindings.find(
		(binding) =>
			binding.keys.length > 0 &&
			(binding.name ?? binding.help).toLowerCase() === wanted,
	);
}

/** Whether a text may name a key: `G`, `ctrl+r`, `f5`, `pageup`. */
export function isChord(text: string): boolean {
	return /^(?:(?:ctrl|alt|shift)\+)*(?:[!-~]|f(?:[1-9]|1[0-2])|up|down|left|right|home|end|pageup|pagedown|insert|delete|enter|escape|tab|space|backspace)$/v.test(
		text,
	);
}
