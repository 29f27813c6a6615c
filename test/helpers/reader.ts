import {v1Traits} from '../../source/feeds/v1/v1.ts';
import {createQuery, type Query} from '../../source/log/query.ts';
import {type Action} from '../../source/store/action.ts';
import {
	createState,
	createStore,
	type Store,
} from '../../source/store/create-store.ts';
import {type Mode} from '../../source/store/screen-state.ts';
import {type Trail} from '../../source/store/trail.ts';
import {createKeyHandler} from '../../source/ui/keys/dispatch.ts';
import {keyMap} from '../../source/ui/frame/key-map.ts';
import {submitTime} from '../../source/ui/prompts/time-prompt.tsx';
import {type Setting} from '../../source/ui/look/setting.ts';
import {noon} from './state-after.ts';
import {settingAt} from './whole-ui.ts';

/** Whoever presses keys at a store, without a screen. */
export type Reader = {
	readonly store: Store;
	readonly setting: Setting;
	readonly dispatch: (...actions: readonly Action[]) => void;
	readonly press: (...chords: readonly string[]) => void;
	readonly paste: (text: string) => void;
	/** What the keys asked for outside, in words. */
	readonly asked: readonly string[];
};

export type ReaderOptions = {
	readonly columns?: number;
	readonly rows?: number;
	readonly query?: Query;
	readonly texts?: readonly string[];
	/** What the user's own file says. */
	readonly own?: Pick<Setting, 'ownKeys' | 'queries'>;
	readonly trail?: Trail;
	/** Nothing is explored yet. */
	readonly isUnchosen?: boolean;
	readonly mode?: Mode;
};

export function createReader(
	actions: readonly Action[] = [],
	{
		columns = 80,
		rows = 24,
		query = createQuery(),
		texts = [],
		own = {},
		...start
	}: ReaderOptions = {},
): Reader {
	const setting = {...settingAt(() => noon), ...own};
	const store = createStore(
		createState({
			traits: v1Traits,
			query,
			limit: 1000,
			texts,
			columns,
			rows,
			...start,
		}),
	);
	const dispatch: Reader['dispatch'] = (...given) => {
		for (const action of given) {
			store.dispatch(action);
		}
	};

	dispatch({kind: 'list-height', height: rows - 4}, ...actions);
	const asked: string[] = [];
	const note = (words: string) => () => {
		asked.push(words);
	};

	const handle = createKeyHandler(
		store,
		{
			quit: note('quit'),
			suspend: note('suspend'),
			repaint: note('repaint'),
			explore({deploymentId, app}) {
				asked.push(
					['explore', deploymentId, ...(app === undefined ? [] : [`of ${app}`])]
						.filter((word) => word !== '')
						.join(' '),
				);
			},
			submitTime(words) {
				void submitTime(words, store, setting);
			},
			takeAway(command) {
				asked.push(
					command.kind === 'save'
						? `save ${command.path}${command.mayReplace ? ', replacing it' : ''}`
						: command.kind,
				);
			},
		},
		{keyMap, setting},
	);
	return {
		store,
		setting,
		dispatch,
		press(...chords) {
			for (const chord of chords) {
				handle({kind: 'key', chord, text: typedBy(chord)});
			}
		},
		paste(text) {
			handle({kind: 'paste', text});
		},
		asked,
	};
}

/** What a key would type. */
export function typedBy(chord: string): string {
	return chord === 'space' ? ' ' : [...chord].length === 1 ? chord : '';
}
