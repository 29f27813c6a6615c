import process from 'node:process';
import {createV1Client} from './api/v1.ts';
import {type Options, type Target} from './config.ts';
import {openEntries} from './explore/open-entries.ts';
import {saveEntries} from './explore/save-entries.ts';
import {exitCodeOf} from './exit-code.ts';
import {createQuery} from './log/query.ts';
import {ringWhenDue} from './explore/ring.ts';
import {isUtf8Locale} from './config/locale.ts';
import {startSession} from './session.ts';
import {createState} from './store/create-state.ts';
import {createStore, type Store} from './store/create-store.ts';
import {chord} from './terminal/key.ts';
import {openTerminal} from './terminal/terminal.ts';
import {sanitize} from './text/sanitize.ts';
import {createTimestamps} from './text/timestamp.ts';
import {type Setting} from './ui/setting.ts';
import {showUi} from './ui/show-ui.tsx';
import {commandLine} from './ui/take/command-line.ts';
import {createTheme} from './ui/theme.ts';

export type ExploreOptions = Target &
	Options & {
		readonly isSimulated: boolean;
		/** The words by which deplog explores a deployment once this one has ended. */
		readonly wordsOf: (deploymentId: string) => readonly string[];
		/** Cuts or heals the network of a demo. */
		readonly setNetwork?: (isCut: boolean) => void;
	};

/** Explores a deployment until the user quits; the result is the exit code. */
export async function explore({
	deploymentId,
	apiUrl,
	token,
	flags,
	filter,
	range,
	order,
	timeZone,
	hasColors,
	bufferEntries,
	hasBell,
	isSimulated,
	wordsOf,
	setNetwork,
}: ExploreOptions): Promise<number> {
	const setting: Setting = {
		deploymentId,
		isSimulated,
		invocation: {
			now: ['deplog', deploymentId, ...flags],
			later: wordsOf(deploymentId),
		},
		timestamps: createTimestamps(timeZone),
		timeZone,
		theme: createTheme({hasColors}),
		now: () => Date.now() * 1000,
	};
	const terminal = openTerminal({
		isAscii: !isUtf8Locale(process.env, process.platform),
	});
	const store = createStore(
		createState({
			query: createQuery({filter, range, order}),
			limit: bufferEntries,
			...terminal.size(),
		}),
	);
	if (hasBell) {
		ringWhenDue(store, terminal.ring);
	}

	const ui = showUi(
		store,
		{
			...terminal,
			onKey(handler) {
				terminal.onKey((event) =>
					handler(
						event.kind === 'paste'
							? event
							: {kind: 'key', chord: chord(event), text: event.text},
					),
				);
			},
		},
		{
			copy: terminal.copy,
			setNetwork,
			showBare: terminal.showBare,
			save: async (path, batches, options) =>
				saveEntries(path, batches, {...options, timeZone}),
			open: async (batches) => openEntries(batches, terminal, timeZone),
		},
		setting,
	);
	const session = startSession({
		store,
		client: createV1Client({apiUrl, token, deploymentId}),
	});
	await ui.quit;
	session.stop();
	const code = exitCode(store);
	terminal.close(code === 0 ? wayBack(store, setting) : '');
	ui.close();
	return code;
}

/** How to come back to what was shown. */
function wayBack({get}: Store, {invocation}: Setting): string {
	const line = commandLine(invocation.later, get().logs.query, {
		isPrinting: false,
	});
	return `To come back: ${sanitize(line, {hasColors: false})}\n`;
}

/** Whoever never got in is told so by the shell, too. */
function exitCode({get}: Store): number {
	const {details} = get();
	const {failure} = details;
	return details.deployment === undefined && failure !== undefined
		? exitCodeOf({status: failure.status})
		: 0;
}
