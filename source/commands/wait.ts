import process from 'node:process';
import {type WaitOptions} from '../config/commands/wait.ts';
import {type Target} from '../config/target.ts';
import {systemClock} from '../feeds/clock.ts';
import {createFeed} from '../feeds/create-feed.ts';
import {type Deployment, hasFailed, isSettled} from '../log/deployment.ts';
import {type Failure, isSameFailure} from '../log/failure.ts';
import {onEndingSignal} from '../terminal/ending-signals.ts';
import {createTimestamps} from '../text/timestamp.ts';
import {bareTheme, createTheme} from '../ui/look/theme.ts';
import {counted, durationWords, safe} from '../ui/look/words.ts';
import {exitCodeOf, exitCodeOfWriting, tellApiError} from './endings.ts';
import {
	breakCommands,
	findCi,
	createReporter,
	plainLines,
	type Reporter,
} from './wait/reporter.ts';
import {followBuild} from './wait/follow-build.ts';
import {type WatchContext, watchErrors} from './wait/watch-errors.ts';

/** Follows a build to its end, and tells of it; the result is the exit code. */
export async function wait(
	target: Target,
	options: WaitOptions,
	tell: (text: string) => void,
): Promise<number> {
	const ci = findCi(process.env);
	const shelter = ci === undefined ? (text: string) => text : breakCommands;
	const onNotice = (text: string) => {
		tell(shelter(text));
	};

	const hasColors = options.hasColors || (ci !== undefined && options.mayColor);
	const theme = hasColors ? createTheme({hasColors}) : bareTheme;
	const write = (text: string) => {
		process.stdout.write(shelter(text));
	};

	const reporter = createReporter({
		write,
		name: safe(target.deploymentId),
		theme,
		...(options.isUpdating &&
			ci === undefined && {
				lineWidth: () => Math.max(1, process.stdout.columns - 1),
			}),
		isTellingLines: options.isTellingLines,
		...(ci !== undefined && {ci}),
		now: () => Math.floor(Date.now() / 1000),
	});
	onEndingSignal((_signal, exitCode) => {
		reporter.close();
		// eslint-disable-next-line unicorn/no-process-exit -- A signal asks for just that.
		process.exit(exitCode);
	});
	process.stdout.on('error', (error) => {
		// eslint-disable-next-line unicorn/no-process-exit -- Nobody reads what is told.
		process.exit(exitCodeOfWriting(error, onNotice));
	});
	try {
		return await tellBuild(target, options, {
			reporter,
			annotate(message) {
				write(
					ci?.annotate(
						`${safe(target.deploymentId)} logs a new error`,
						plainLines(message),
					) ?? '',
				);
			},
			onNotice(text) {
				reporter.tell('');
				onNotice(text);
			},
		});
	} catch (error) {
		reporter.close();
		return tellApiError(error, onNotice);
	} finally {
		reporter.close();
	}
}

/** In milliseconds: so long a server that does not answer is asked again. */
const patience = 120_000;

type Telling = {
	readonly reporter: Reporter;
	readonly annotate: (message: string) => void;
	readonly onNotice: (text: string) => void;
};

async function tellBuild(
	target: Target,
	options: WaitOptions,
	telling: Telling,
): Promise<number> {
	const {reporter, onNotice} = telling;
	const feed = createFeed(target);
	const context = {
		feed,
		clock: systemClock,
		random: Math.random,
		signal: new AbortController().signal,
		onNotice,
	};
	let said: Failure | undefined;
	const build = await followBuild({
		...context,
		patience,
		onChange(changed) {
			const {deployment, failure} = changed;
			if (deployment === undefined || !isSettled(deployment)) {
				reporter.show(changed);
			}

			if (failure !== undefined && !isSameFailure(failure, said)) {
				onNotice(failure.message);
			}

			said = failure;
		},
	});
	reporter.end(build);
	if (options.hasBell) {
		reporter.tell('\u0007');
	}

	const {deployment, failure} = build;
	if (deployment === undefined || !isSettled(deployment)) {
		return exitCodeOf(failure ?? {});
	}

	const {status, deletedAt} = deployment;
	if (status.kind !== 'succeeded' && status.kind !== 'skipped') {
		if (!hasFailed(deployment)) {
			onNotice(
				deletedAt === undefined
					? `That is how it ended, which deplog does not know. Look at the ${feed.traits.words.deployment} in the console.`
					: `The ${feed.traits.words.deployment} was deleted before its build had ended.`,
			);
		}

		return 1;
	}

	return options.quietMilliseconds === undefined ||
		deployment.status.kind === 'skipped'
		? 0
		: tellErrors(
				deployment,
				options.quietMilliseconds,
				{
					...context,
					formatTime: createTimestamps(options.timeZone).time,
				},
				telling,
			);
}

/** Watches the logs after a build that succeeded. */
async function tellErrors(
	deployment: Deployment,
	quiet: number,
	context: WatchContext,
	{reporter, annotate}: Telling,
): Promise<number> {
	const duration = durationWords(quiet * 1000);
	reporter.say(`◐ watching for new errors, for ${duration}`);
	const watched = await watchErrors(deployment, quiet, context);
	if (watched.kind === 'quiet') {
		const known = counted(watched.knownCount, 'error', 'errors');
		reporter.tell(
			`✓ no new kind of error in ${duration}${watched.knownCount === 0 ? '' : ` · ${known} of known kinds`}\n`,
		);
		return 0;
	}

	const {message, time} = watched.entry;
	reporter.tell(
		`✗ a new kind of error at ${context.formatTime(time)}\n  ${plainLines(message).replaceAll('\n', '\n  ')}\n`,
	);
	reporter.close();
	annotate(message);
	return 1;
}
