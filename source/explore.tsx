import {createV1Client} from './api/v1.ts';
import {type Options, type Target} from './config.ts';
import {exitCodeOf} from './exit-code.ts';
import {createQuery} from './log/query.ts';
import {startSession} from './session.ts';
import {createState} from './store/create-state.ts';
import {createStore, type Store} from './store/create-store.ts';
import {chord} from './terminal/key.ts';
import {openTerminal} from './terminal/terminal.ts';
import {createTimestamps} from './text/timestamp.ts';
import {type Setting} from './ui/setting.ts';
import {showUi} from './ui/show-ui.tsx';
import {createTheme} from './ui/theme.ts';

export type ExploreOptions = Target &
	Options & {
		readonly isSimulated: boolean;
		/** The words by which deplog explores a deployment once this one has ended. */
		readonly wordsOf: (deploymentId: string) => readonly string[];
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
	isSimulated,
	wordsOf,
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
	const terminal = openTerminal();
	const store = createStore(
		createState({
			query: createQuery({filter, range, order}),
			limit: bufferEntries,
			...terminal.size(),
		}),
	);
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
		{copy: terminal.copy},
		setting,
	);
	const session = startSession({
		store,
		client: createV1Client({apiUrl, token, deploymentId}),
	});
	await ui.quit;
	session.stop();
	terminal.close();
	ui.close();
	return exitCode(store);
}

/** Whoever never got in is told so by the shell, too. */
function exitCode({get}: Store): number {
	const {details} = get();
	const {failure} = details;
	return details.deployment === undefined && failure !== undefined
		? exitCodeOf({status: failure.status})
		: 0;
}
