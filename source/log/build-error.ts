import {oncePer} from '../base/cache.ts';
import {type Deployment, failedStage, hasFailed} from './deployment.ts';
import {type BuildEntry} from './entry.ts';
import {levelOf} from './level.ts';

/** Which entry of the build log says why a build has failed: of the stage that failed, else of all, the first of those that tell the most. -1 where none tells of an error. */
export function findBuildError(
	deployment: Deployment | undefined,
	entries: readonly BuildEntry[],
): number {
	return deployment === undefined || !hasFailed(deployment)
		? -1
		: findErrors(entries)(deployment);
}

/** Every frame asks for it, and a log may have 50,000 lines. */
const findErrors = oncePer((entries: readonly BuildEntry[]) =>
	oncePer((deployment: Deployment) => findError(deployment, entries)),
);

function findError(
	deployment: Deployment,
	entries: readonly BuildEntry[],
): number {
	const stage = failedStage(deployment)?.name;
	const inStage = firstToldError(entries, ({step}) => step === stage);
	return stage === undefined || inStage === -1
		? firstToldError(entries, () => true)
		: inStage;
}

/** Where a build without an error ended: the last line of the stage that was cancelled or took too long. -1 where there is none. */
export function findBuildEnd(
	deployment: Deployment | undefined,
	entries: readonly BuildEntry[],
): number {
	const stage = failedStage(deployment)?.name;
	return stage === undefined
		? -1
		: entries.findLastIndex(({step}) => step === stage);
}

function firstToldError(
	entries: readonly BuildEntry[],
	isWanted: (entry: BuildEntry) => boolean,
): number {
	let found = -1;
	let least = Number.POSITIVE_INFINITY;
	for (const [index, entry] of entries.entries()) {
		const rank = isWanted(entry) ? toldError(entry)?.rank : undefined;
		if (rank !== undefined && rank < least) {
			found = index;
			least = rank;
		}

		if (least === 0) {
			break;
		}
	}

	return found;
}

/** The line of a build log's entry that tells the most of why the build failed. */
type ToldError = {
	/** Where it begins in the message. */
	readonly offset: number;
	/** How much it tells: 0 is the most. */
	readonly rank: number;
};

/**
What an entry of a build log tells of an error; nothing where it tells of none.

Its level alone does not say: build tools write progress and warnings to standard error, whose lines come as errors, and compilers write their errors to standard output.
*/
export function toldError(entry: BuildEntry): ToldError | undefined {
	const isError = levelOf(entry.level) === 'error';
	let told: ToldError | undefined;
	let offset = 0;
	for (const line of entry.message.split('\n', mostLines)) {
		const rank = rankOf(bare(line), isError);
		if (rank !== undefined && (told === undefined || rank < told.rank)) {
			told = {offset, rank};
		}

		offset += line.length + 1;
	}

	return told;
}

/** Further lines of one entry are a stack, or no log. */
const mostLines = 200;
const longestHead = 400;

/** What is wrong in the words of tools, what came as an error, what was thrown and perhaps caught, and that something ended badly. */
const ranks = {cause: 0, called: 1, thrown: 2, end: 3} as const;

function rankOf(text: string, isError: boolean): number | undefined {
	if (text === '' || isNotice(text)) {
		return undefined;
	}

	if (matchesAny(ends, text)) {
		return ranks.end;
	}

	if (matchesAny(causes, text)) {
		return ranks.cause;
	}

	const isThrown = thrown.test(text);
	if (isError) {
		return isThrown ? ranks.cause : ranks.called;
	}

	return isThrown ? ranks.thrown : undefined;
}

/** Without colours, and without the step, the time or the program that stands before each line. */
function bare(line: string): string {
	return (
		line
			.slice(0, longestHead)
			// eslint-disable-next-line no-control-regex -- Colours are set by control sequences.
			.replaceAll(/\u001B\[[\d;:]*m/gv, '')
			.trim()
			.replace(/^#\d{1,4} (?:\d+\.\d+ )?/v, '')
			.replace(/^\[?\d{1,2}:\d\d:\d\d(?:\.\d+)?(?: [AP]M)?\]? /v, '')
			.trim()
	);
}

function matchesAny(expressions: readonly RegExp[], text: string): boolean {
	return expressions.some((expression) => expression.test(text));
}

function isNotice(text: string): boolean {
	return (
		matchesAny(notices, text) && !text.includes('UnhandledPromiseRejection')
	);
}

/** Warnings, progress, and lines that only draw. */
const notices: readonly RegExp[] = [
	/^(?:(?:npm|pnpm|yarn|bun) )?(?:warn|warning|notice|info|note|verbose|debug)(?:$|[\s:\[])/iv,
	/^\[(?:warn|warning|notice|info|note|debug)\]/iv,
	/^(?:⚠|▲|✓|✔|\(!\)|\(node:\d+\)|>|\$ )/v,
	/\b(?:DeprecationWarning|ExperimentalWarning|A11y)\b/v,
	/^(?:Download(?:ing|ed)?|Fetching) \S+$/v,
	/^(?:Check|Task|Initialize|Compile|Emit|Bundle|Add) \S/v,
	/^(?:Compiling|Downloaded|Downloading|Locking|Updating|Adding) \S+ v?\d/v,
	/^go: (?:downloading|finding|extracting|added) /v,
	/^(?:Browserslist: |npx update-browserslist-db|Why you should do it regularly|Debugger (?:attached|listening)|Waiting for the debugger|For help, see: )/v,
	/^(?:PASS|ok) /v,
	/^[\W_]+$/v,
];

/** That something has failed, not what. */
const ends: readonly RegExp[] = [
	/\bexit(?:ed|s)?(?: with)?(?: status| code)?:? (?:code |status |\()?[1-9]/iv,
	/\b(?:ELIFECYCLE|ERR_PNPM_RECURSIVE_RUN_FIRST_FAIL)\b/v,
	/\b(?:command|lifecycle script|script "[^"]*"|task "?[\w:]+"?|run) (?:`[^`]*` )?(?:failed|exited)\b/iv,
	/\b(?:build|compilation|type checking|bundling) (?:has )?failed\b/iv,
	/\bbuild error occurred\b/iv,
	/^(?:error: )?(?:✖ )?(?:found )?[1-9]\d* (?:errors?|problems?)\b/iv,
	/\b(?:failed to solve|did not complete successfully)\b/v,
	/^(?:Killed|Terminated|Aborted|Segmentation fault|Bus error)\b/v,
	/^npm (?:ERR!|error)(?: (?:code \d|errno|syscall|path|workspace|location|command|cwd|A complete log|\s)|$)/v,
];

/** What is wrong, in the words of tools. */
const causes: readonly RegExp[] = [
	/^(?:npm|pnpm|yarn|bun) (?:ERR!|error)/v,
	/^(?:[✘✖✗×❌⨯]\s*)?(?:fatal error|FATAL ERROR|error|ERROR|fatal|FATAL|panic)(?:\[\w+\])?(?:$|:| TS\d| in | during | - | {2})/v,
	/^error [A-Z]/v,
	/(?:^|\s)\[(?:error|fatal)\]/iv,
	/(?:^|\W)error:? TS\d+/v,
	/[:\)]\s+(?:-\s+)?(?:fatal )?error(?::|\s)/iv,
	/^\d+:\d+\s+error\s/v,
	/^[\w.\-\/]+\.go:\d+(?::\d+)?: /v,
	/^(?:Failed to compile|Module not found|Type error: |Syntax error|FAIL |Traceback \(most recent|thread '[^']*' panicked)/v,
	/\b(?:heap out of memory|No space left on device|ENOSPC|OOMKilled|out of memory)\b/v,
	/^(?:[\w\/]*sh): (?:.*: )?.*(?:not found|No such file|Permission denied)/v,
];

/** The head of a stack: `TypeError: …`, `java.io.IOException: …`. */
const thrown =
	/^(?:Uncaught |Unhandled )?(?:[\w$]{1,60}(?:\.|::)){0,10}[\w$]{0,60}(?:Error|Exception)(?:$|:| \[| \()/v;
