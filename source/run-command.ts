/** Reads the command line and does what it asks for: the rest of the program is loaded command by command. */
import {Buffer} from 'node:buffer';
import {fstatSync, writeSync} from 'node:fs';
import process from 'node:process';
import packageJson from '../package.json' with {type: 'json'};
import {type Explore} from './config/commands/explore.ts';
import {type Options} from './config/options.ts';
import {type Command, readCommand} from './config/read-command.ts';
import {readSettings} from './config/settings/settings.ts';
import {type Shown, type Target} from './config/target.ts';
import {describeAll, describeCommand, usageHint} from './config/help.ts';
import {leaveGoneFolder} from './config/folders.ts';
import {type ExploreOptions} from './commands/explore.ts';
import {simulatedIds} from './server/simulated/simulated-names.ts';
import {type Newest} from './commands/find-app.ts';
import {describeCrash, exitCodeOfWriting} from './commands/endings.ts';
import {emptyChooser, type Mode} from './store/screen-state.ts';
import {closeGoneTerminals} from './terminal/ending-signals.ts';
import {sanitizeLines} from './text/sanitize.ts';

process.on('exit', closeGoneTerminals);
leaveGoneFolder();
try {
	const command = await readCommand(process.argv.slice(2), {
		environment: process.env,
		now: Date.now() * 1000,
		get isTerminal() {
			return process.stdout.isTTY;
		},
		hasScreen: isScreen(process.env['TERM']),
		readSettings: () => readSettings(process.env),
		hasInput: isInput(),
		...(isInput() && {readInput}),
	});
	if (command.kind !== 'help') {
		outliveMessages();
	}

	// eslint-disable-next-line unicorn/no-process-exit -- The command line asks for just that.
	process.exit(await run(command));
} catch (error) {
	outliveMessages();
	process.stderr.write(describeCrash(error));
	// eslint-disable-next-line unicorn/no-process-exit -- As above.
	process.exit(1);
}

/** A reader of the messages that goes away takes nothing else with it. */
function outliveMessages(): void {
	process.stderr.on('error', () => undefined);
}

/** Whether standard input is a file or a pipe. */
function isInput(): boolean {
	try {
		const found = fstatSync(0);
		return found.isFile() || found.isFIFO();
	} catch {
		return false;
	}
}

/** In milliseconds: a pipe that says nothing for so long may be one that was not meant. */
const inputPatience = 5000;

async function readInput(): Promise<string> {
	const {text} = await import('node:stream/consumers');
	const timer = setTimeout(() => {
		process.stderr.write(
			'deplog: It waits for what deno deploy --json prints, on standard input. If nothing is to come there, name the deployment, or add </dev/null.\n',
		);
	}, inputPatience);
	try {
		return await text(process.stdin);
	} finally {
		clearTimeout(timer);
	}
}

/** Whether the screen of the terminal can be drawn on. */
function isScreen(term = ''): boolean {
	return process.platform === 'win32' || !/^(?:dumb|unknown)?$/v.test(term);
}

/** The result is the exit code. */
async function run(command: Command): Promise<number> {
	switch (command.kind) {
		case 'help': {
			return write(
				command.of === undefined ? describeAll() : describeCommand(command.of),
			);
		}

		case 'version': {
			return write(packageJson.version);
		}

		case 'refused': {
			tell(`${command.reason}\n${usageHint(command.of)}`);
			return 2;
		}

		case 'serve': {
			const {serve} = await import('./commands/serve.ts');
			return serve(command.options, tell);
		}

		case 'wait': {
			return waitFor(command);
		}

		case 'completion': {
			const {complete} = await import('./commands/completion.ts');
			return write(complete(command.of).trimEnd());
		}

		case 'config': {
			return write(safeLines(command.lines.join('\n')));
		}

		case 'choose': {
			warn(command);
			return explorePlace(
				{...command.place, deploymentId: ''},
				command.options,
				{chooser: startChooser()},
			);
		}

		case 'diff': {
			return compare(command);
		}

		case 'deployment': {
			warn(command);
			return show(command.target, command);
		}

		case 'newest': {
			return showNewest(command);
		}

		case 'open': {
			const {openFiles} = await import('./commands/open.ts');
			return openFiles(command, tell);
		}

		case 'demo': {
			return showDemo(command);
		}
	}
}

type CommandOf<Kind extends Command['kind']> = Extract<Command, {kind: Kind}>;

async function waitFor({shown, options}: CommandOf<'wait'>): Promise<number> {
	const target = await findTarget(shown);
	if (typeof target === 'number') {
		return target;
	}

	const {wait} = await import('./commands/wait.ts');
	return wait(target, options, tell);
}

async function compare(command: CommandOf<'diff'>): Promise<number> {
	const targets: Target[] = [];
	for (const shown of [command.before, command.after]) {
		// eslint-disable-next-line no-await-in-loop -- What is said of the first comes first.
		const target = await findTarget(shown);
		if (typeof target === 'number') {
			return target;
		}

		targets.push(target);
	}

	const {diff} = await import('./commands/diff.ts');
	return diff(targets, command, tell);
}

async function showDemo({
	deploymentId,
	served,
	options,
	isPrinting,
}: CommandOf<'demo'>): Promise<number> {
	const {startDemo} = await import('./commands/demo.ts');
	const {target, ...surroundings} = await startDemo(
		deploymentId ?? simulatedIds[isPrinting ? 'history' : 'building'],
		served,
	);
	return isPrinting
		? print(target, options)
		: exploreTarget(target, options, {isSimulated: true, ...surroundings});
}

function warn({warnings}: {readonly warnings: readonly string[]}): void {
	for (const warning of warnings) {
		tell(warning);
	}
}

/** A list of projects to choose from; for the project of a deployment where one is named. */
function startChooser(deploymentId?: string): Mode {
	return {
		...emptyChooser,
		kind: 'projects',
		...(deploymentId !== undefined && {deploymentId}),
	};
}

/** The deployment that was named; else, when that has been told, the exit code. */
async function findTarget(shown: Shown): Promise<Target | number> {
	warn(shown);
	if (shown.kind === 'deployment') {
		return shown.target;
	}

	if (shown.kind === 'choose') {
		tell('Which deployment? Give its id, or name an app with --app.');
		return 2;
	}

	const {findNewest} = await import('./commands/find-app.ts');
	return tellNewest(await findNewest(shown.sought));
}

function tellNewest(found: Newest): Target | number {
	if (found.kind === 'found') {
		return found.target;
	}

	tell(found.reason);
	return found.exitCode;
}

/** Shows the newest deployment of what was named. Where there is none yet, its list is there to wait in. */
async function showNewest({
	sought,
	...command
}: CommandOf<'newest'>): Promise<number> {
	warn(command);
	const {findNewest} = await import('./commands/find-app.ts');
	const found = await findNewest(sought);
	if (found.kind === 'none' && !command.isPrinting) {
		const {projectId} = found;
		return explorePlace({...sought, deploymentId: ''}, command.options, {
			chooser: {
				...emptyChooser,
				kind: 'deployments',
				project: {id: projectId, name: projectId},
			},
		});
	}

	const target = tellNewest(found);
	return typeof target === 'number' ? target : show(target, command);
}

/** Prints or explores a deployment. Where its app cannot be found, that is asked for. */
async function show(
	target: Target,
	{options, isPrinting}: Pick<Explore, 'options' | 'isPrinting'>,
): Promise<number> {
	const {findApp} = await import('./commands/find-app.ts');
	const found = await findApp(target, tell);
	if (found.kind === 'unknown') {
		const {deploymentId} = target;
		if (isPrinting) {
			tell(found.reason);
			return 2;
		}

		return explorePlace({...target, deploymentId: ''}, options, {
			chooser: startChooser(deploymentId),
			notice: found.reason,
		});
	}

	return isPrinting
		? print(found.target, options)
		: explorePlace(found.target, options);
}

async function explorePlace(
	target: Target,
	options: Options,
	chosen: Pick<ExploreOptions, 'chooser' | 'notice'> = {},
): Promise<number> {
	return exploreTarget(target, options, {
		isSimulated: false,
		wordsOf: (deploymentId, flags) => ['deplog', deploymentId, ...flags],
		...chosen,
	});
}

/** Printing never loads what exploring needs: React, Ink, the terminal. */
async function print(target: Target, options: Options): Promise<number> {
	const {printCommand} = await import('./commands/print.ts');
	return printCommand(target, options, tell);
}

async function exploreTarget(
	target: Target,
	options: Options,
	surroundings: Pick<
		ExploreOptions,
		'isSimulated' | 'wordsOf' | 'setNetwork' | 'chooser' | 'notice'
	>,
): Promise<number> {
	const {explore} = await import('./commands/explore.ts');
	return explore({...target, ...options, ...surroundings}, tell);
}

/** Names of files, of servers and of whatever else may stand in it drive no terminal. */
function safeLines(words: string): string {
	return sanitizeLines(words, {hasColors: false}).join('\n');
}

/** What can be written at once is: Node's streams need not be loaded for that. */
async function write(words: string): Promise<number> {
	let left = Buffer.from(`${words}\n`);
	try {
		while (left.length > 0) {
			left = left.subarray(writeSync(1, left));
		}

		return 0;
	} catch {
		// The stream waits for who reads, or says why it cannot be written.
	}

	const failure = await new Promise<unknown>((resolve) => {
		process.stdout.on('error', resolve);
		process.stdout.write(left, resolve);
	});
	return failure ? exitCodeOfWriting(failure, tell) : 0;
}

function tell(words: string): void {
	process.stderr.write(`deplog: ${safeLines(words)}\n`);
}
