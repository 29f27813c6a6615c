import {type Micros} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {createTimestamps, type Timestamps} from '../../text/timestamp.ts';
import {type Filter} from '../../log/query.ts';
import {type Refinement} from '../../log/refinement.ts';
import {type OwnKeys} from './own-keys.ts';
import {type Theme} from './theme.ts';

/** What does not change while deplog runs. */
export type Setting = {
	readonly deploymentId: string;
	/** The server is deplog's own. */
	readonly isSimulated: boolean;
	/** The words by which another deplog explores the same deployment: while this one runs, and later. Never a token. */
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
