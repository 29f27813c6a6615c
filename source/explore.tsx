import {render} from 'ink';
import {createV1Client} from './api/v1.ts';
import {type Options, type Target} from './config.ts';
import {exitCodeOf} from './exit-code.ts';
import {parseRange} from './log/time-words.ts';
import {startSession} from './session.ts';
import {type Action} from './store/action.ts';
import {createState} from './store/create-state.ts';
import {createStore, type Store} from './store/create-store.ts';
import {chord} from './terminal/key.ts';
import {openTerminal, type Terminal} from './terminal/terminal.ts';
import {createTimestamps} from './text/timestamp.ts';
import {App} from './ui/app.tsx';
import {type Command} from './ui/keys/binding.ts';
import {press} from './ui/keys/press.ts';
import {placeLists} from './ui/place-lists.ts';
import {type Setting} from './ui/setting.ts';
import {createSnapshots} from './ui/snapshots.ts';
import {createTheme} from './ui/theme.ts';

/** Explores a deployment until the user quits; the result is the exit code. */
export async function explore({
	deploymentId,
	apiUrl,
	token,
	filter,
	range,
	order,
	timeZone,
	hasColors,
	bufferEntries,
	isSimulated,
}: Target & Options & {readonly isSimulated: boolean}): Promise<number> {
	const setting: Setting = {
		deploymentId,
		isSimulated,
		timestamps: createTimestamps(timeZone),
		timeZone,
		theme: createTheme({hasColors}),
		now: () => Date.now() * 1000,
	};
	const terminal = openTerminal();
	const store = createStore(
		createState({
			query: {filter, range, order},
			limit: bufferEntries,
			...terminal.size(),
		}),
	);
	const stopResizing = terminal.onResize((size) => {
		store.dispatch({kind: 'resize', ...size});
	});
	const removeLists = placeLists(store, terminal.surfaces, setting);
	const snapshots = createSnapshots(store);
	const ink = render(
		<App snapshots={snapshots} setting={setting} dispatch={store.dispatch} />,
		terminal.inkOptions,
	);
	const session = startSession({
		store,
		client: createV1Client({apiUrl, token, deploymentId}),
	});

	await untilQuit(terminal, store, setting);
	session.stop();
	snapshots.stop();
	stopResizing();
	removeLists();
	terminal.close();
	ink.unmount();
	return exitCode(store);
}

async function untilQuit(terminal: Terminal, store: Store, setting: Setting) {
	return new Promise<void>((resolve) => {
		const obey = (command: Command) => {
			// eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- All others are for the store.
			switch (command.kind) {
				case 'quit': {
					resolve();

					break;
				}

				case 'suspend': {
					terminal.suspend();

					break;
				}

				case 'repaint': {
					terminal.repaint();

					break;
				}

				case 'submit-time': {
					void submitTime(command.words, store, setting);

					break;
				}

				default: {
					store.dispatch(command);
				}
			}
		};

		terminal.onKey((event) => {
			const commands = press(
				event.kind === 'paste'
					? event
					: {kind: 'key', chord: chord(event), text: event.text},
				store.get(),
			);
			for (const command of commands ?? []) {
				obey(command);
			}

			return commands !== undefined;
		});
	});
}

/** Turns the words at the time prompt into a range, or says what is unclear and keeps them. */
async function submitTime(
	words: string,
	{get, dispatch}: Store,
	{now, timeZone}: Setting,
) {
	const {details, clockOffset, logs} = get();
	const createdAt = details.deployment?.createdAt;
	const close: Action = {kind: 'mode', mode: {kind: 'list'}};
	if (words.trim() === '') {
		dispatch(close);
		dispatch({kind: 'query', query: {...logs.query, range: {}}});
		return;
	}

	const meant = await parseRange(words, {
		now: now() + clockOffset,
		timeZone,
		...(createdAt !== undefined && {deployedAt: createdAt}),
	});
	if (meant.kind === 'unclear') {
		dispatch({
			kind: 'mode',
			mode: {kind: 'time', value: words, problem: meant.reason},
		});
		return;
	}

	dispatch(close);
	dispatch(
		meant.kind === 'instant'
			? {kind: 'go', selection: {kind: 'instant', time: meant.time}}
			: {kind: 'query', query: {...get().logs.query, range: meant.range}},
	);
}

/** Whoever never got in is told so by the shell, too. */
function exitCode({get}: Store): number {
	const {details} = get();
	const {failure} = details;
	return details.deployment === undefined && failure !== undefined
		? exitCodeOf({status: failure.status})
		: 0;
}
