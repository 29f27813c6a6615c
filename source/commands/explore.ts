import process from 'node:process';
import {createFeed} from '../feeds/create-feed.ts';
import {type Feed} from '../feeds/feed.ts';
import {type Options} from '../config/options.ts';
import {UsageError} from '../config/usage-error.ts';
import {type Target} from '../config/target.ts';
import {createQuery} from '../log/query.ts';
import {startSession} from '../session/session.ts';
import {isSettled} from '../log/deployment.ts';
import {type State} from '../store/state.ts';
import {createState, createStore, type Store} from '../store/create-store.ts';
import {type Mode} from '../store/screen-state.ts';
import {NoTerminalError} from '../terminal/keys/input.ts';
import {pressOf} from '../terminal/keys/key.ts';
import {
	type LinearTerminal,
	openLinearTerminal,
} from '../terminal/linear-terminal.ts';
import {openTerminal, type Terminal} from '../terminal/terminal.ts';
import {sanitize} from '../text/sanitize.ts';
import {createMeasures} from '../ui/app-logs/list-words.ts';
import {type Setting} from '../ui/look/setting.ts';
import {showLinear} from '../ui/linear/show-linear.ts';
import {bareTheme} from '../ui/look/theme.ts';
import {showUi, type UiTerminal} from '../ui/app.tsx';
import {type Outside} from '../ui/take/contents.ts';
import {commandLine} from '../ui/take/command-line.ts';
import {refinementsWords} from '../ui/look/words.ts';
import {describeCrash, exitCodeOf} from './endings.ts';
import {startRecording} from './record.ts';
import {
	createTextHistory,
	type TextHistory,
	recallColumns,
} from './explore/recall.ts';
import {
	isUtf8Locale,
	type OwnSetting,
	readOwnSetting,
	toSetting,
} from './explore/setting.ts';
import {
	openEntries,
	saveEntries,
	unsavedWords,
} from './explore/save-entries.ts';
import {boundExpressions, keepYoungSpaceBound} from './bound-engine.ts';
import {carry, findNext, type Stop} from './explore/next-stop.ts';

/** Explores a deployment, and others after it, until the user quits; the result is the exit code. Without an id one is chosen first. */
export async function explore(
	options: ExploreOptions,
	onNotice: (text: string) => void,
): Promise<number> {
	boundExpressions();
	keepYoungSpaceBound();
	const history = createTextHistory({token: options.token});
	let setting: OwnSetting;
	try {
		setting = readOwnSetting(options);
	} catch (error) {
		if (error instanceof UsageError) {
			onNotice(error.message);
			return badUsage;
		}

		throw error;
	}

	let terminal: Terminal | LinearTerminal | undefined;
	try {
		terminal = options.isLinear
			? openLinearTerminal()
			: openTerminal({
					isAscii: !isUtf8Locale(process.env, process.platform),
					...(options.hasMouse !== undefined && {hasMouse: options.hasMouse}),
					describeCrash: (error) => describeCrash(error, options.token),
				});
		return await exploreAll(terminal, history, {...options, ...setting});
	} catch (error) {
		if (error instanceof NoTerminalError) {
			onNotice(error.message);
			return badUsage;
		}

		throw error;
	} finally {
		terminal?.close();
	}
}

export type ExploreOptions = Target &
	Options & {
		readonly isSimulated: boolean;
		/** The words by which deplog explores a deployment once this one has ended; `flags` lead to its app. */
		readonly wordsOf: (
			deploymentId: string,
			flags: readonly string[],
		) => readonly string[];
		/** Where entries come from, if not from an API. */
		readonly feed?: Feed;
		/** Follows what is known of the files that are explored. */
		readonly watchSource?: (store: Store) => void;
		/** Cuts or heals the network of a demo. */
		readonly setNetwork?: (isCut: boolean) => void;
		/** What is chosen first, where no deployment is known. */
		readonly chooser?: Mode;
		/** A sentence to begin with. */
		readonly notice?: string;
	};

const badUsage = 2;

async function exploreAll(
	terminal: Terminal | LinearTerminal,
	history: TextHistory,
	options: ExploreOptions & OwnSetting,
): Promise<number> {
	let stop: Stop = options;
	let isNetworkCut = false;
	for (;;) {
		// eslint-disable-next-line no-await-in-loop -- One deployment after the other.
		const explored = await exploreOne(terminal, history, {
			...options,
			...stop,
			isNetworkCut,
		});
		const {ending, code, lastWords, carried, close} = explored;
		if (ending.kind === 'quit') {
			terminal.close(unsavedWords() + (code === 0 ? lastWords : ''));
			close();
			return code;
		}

		// eslint-disable-next-line no-await-in-loop -- As above.
		stop = await findNext(ending, {...options, ...stop}, carried);
		close();
		isNetworkCut = explored.isNetworkCut;
	}
}

async function exploreOne(
	terminal: Terminal | LinearTerminal,
	history: TextHistory,
	{isNetworkCut, ...options}: Explored & {readonly isNetworkCut: boolean},
) {
	const setting = toSetting(options);
	const openFeed = () => options.feed ?? openApi(options);
	const feed = openFeed();
	const columns = givenColumns(options);
	const store = createStore(
		createState({
			measures: createMeasures(),
			traits: feed.traits,
			...startOf(options),
			texts: await history.read(),
			...(columns !== undefined && {fields: columns}),
			isNetworkCut,
			...terminal.size(),
		}),
	);
	options.watchSource?.(store);
	if (options.hasBell) {
		ringWhenDue(store, terminal.ring);
	}

	store.subscribe((action) => {
		if (action.kind === 'submit-text') {
			const [text = ''] = store.get().texts;
			void history.add(text);
		} else if (action.kind === 'network') {
			options.setNetwork?.(action.isCut);
		}
	});
	const ui = show(store, terminal, setting);
	if (columns === undefined) {
		recallColumns(store, options.apiUrl);
	}

	const session = startSession({store, feed});
	const recorded =
		options.recording === undefined
			? undefined
			: startRecording(openFeed(), options, (text) => {
					store.dispatch({kind: 'notice', text});
				});
	const ending = await ui.ended;
	// What is typed from now on is meant for what is shown next.
	terminal.onKey(undefined);
	session.stop();
	await recorded?.stop();
	return {
		ending,
		code: exitCode(store),
		lastWords:
			options.deploymentId === '' ? '' : wayBack(store, setting.invocation),
		isNetworkCut: store.get().isNetworkCut,
		carried: ending.kind === 'explore' ? carry(store.get(), ending) : undefined,
		close: ui.close,
	};
}

/** What is explored now: as the command line says, and as the stop before has left it. */
type Explored = ExploreOptions & OwnSetting & Stop;

function openApi({
	apiUrl,
	deploymentId,
	token,
	tokenSource,
	app,
	org,
}: Explored): Feed {
	return createFeed({
		apiUrl,
		deploymentId,
		...(token !== undefined && {token}),
		...(tokenSource !== undefined && {tokenSource}),
		...(app !== undefined && {app}),
		...(org !== undefined && {org}),
	});
}

/** The fields that stand in columns because somebody has said so; else those of the last time are recalled. */
function givenColumns({
	columns,
	own,
	app,
}: Explored): readonly string[] | undefined {
	return columns ?? own?.settings.apps?.[app ?? '']?.columns;
}

/** What is asked for and what is seen at first. */
function startOf({
	deploymentId,
	filter,
	where = [],
	range,
	order,
	bufferEntries,
	carried,
	chooser,
	notice,
	isLatestFollowed,
}: Explored) {
	const isUnchosen = deploymentId === '';
	return {
		query:
			carried?.query ?? createQuery({filter, refinements: where, range, order}),
		limit: bufferEntries,
		isUnchosen,
		isLatestFollowed: carried?.isLatestFollowed ?? isLatestFollowed,
		...(carried !== undefined && {trail: carried.trail}),
		screen: {...carried?.screen, ...(notice !== undefined && {notice})},
		...(isUnchosen && chooser !== undefined && {mode: chooser}),
	};
}

/** Shows a store on either kind of terminal. */
function show(
	store: Store,
	terminal: Terminal | LinearTerminal,
	setting: Setting,
) {
	const {timeZone} = setting;
	const outside: Outside = {
		copy: terminal.copy,
		showBare: terminal.showBare,
		save: async (path, batches, options) =>
			saveEntries(path, batches, {...options, timeZone}),
		open: async (batches) => openEntries(batches, terminal, timeZone),
	};
	const onKey: UiTerminal['onKey'] = (handler) => {
		terminal.onKey((event) => handler(pressOf(event)));
	};

	return 'write' in terminal
		? showLinear(store, {...terminal, onKey}, outside, {
				...setting,
				theme: bareTheme,
			})
		: showUi(store, {...terminal, onKey}, outside, setting);
}

const longestWayBack = 1000;

/** How to come back to what was shown. */
function wayBack({get}: Store, invocation: Setting['invocation']): string {
	if (invocation.later.length === 0) {
		return '';
	}

	const line = commandLine(invocation.later, get().logs.query, {
		isPrinting: false,
	});
	const {refinements} = get().logs.query;
	const local = refinementsWords({
		refinements: refinements.filter(({kind}) => kind !== 'field'),
	});
	// A page of it leads nobody back.
	if (line.kind === 'line' && line.text.length > longestWayBack) {
		return '';
	}

	return [
		// It is pasted, so it must stay what it is: it holds nothing that drives a terminal.
		line.kind === 'refused' ? line.reason : `To come back: ${line.text}`,
		...(local === ''
			? []
			: [
					`Not in it, since deplog alone filters so: ${sanitize(local, {hasColors: false})}`,
				]),
		'',
	].join('\n');
}

/** Whoever never got in is told so by the shell, too. */
function exitCode({get}: Store): number {
	const {details, isUnchosen} = get();
	const {failure} = details;
	return isUnchosen
		? 0
		: details.deployment === undefined && failure !== undefined
			? exitCodeOf({status: failure.status})
			: 0;
}

/** Rings when the deployment that was being built succeeds or fails, and when its first error comes; what was so from the start rings nothing. */
function ringWhenDue(store: Store, ring: () => void): void {
	let before = store.get();
	store.subscribe(() => {
		const state = store.get();
		const isDue =
			(isBuilding(before) && !isBuilding(state)) ||
			(before.firstError.kind === 'none' && state.firstError.kind === 'found');
		before = state;
		if (isDue) {
			ring();
		}
	});
}

function isBuilding({details: {deployment}}: State): boolean {
	return deployment !== undefined && !isSettled(deployment);
}
