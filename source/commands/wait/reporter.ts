import {randomUUID} from 'node:crypto';
import {findBuildError, toldError} from '../../log/build-error.ts';
import {
	type Deployment,
	hasFailed,
	isSettled,
	type Stage,
} from '../../log/deployment.ts';
import {type BuildEntry} from '../../log/entry.ts';
import {cut} from '../../text/cut.ts';
import {sanitizeLines} from '../../text/sanitize.ts';
import {levelOf} from '../../log/level.ts';
import {type Theme} from '../../ui/look/theme.ts';
import {type Verdict, verdict} from '../../ui/look/verdict.ts';
import {safe} from '../../ui/look/words.ts';
import {type Build} from './follow-build.ts';

/** Tells people how a build goes: in one line that is written again and again, or in a line for each change. */
export function createReporter({
	write,
	name,
	theme,
	lineWidth,
	isTellingLines,
	ci,
	now,
}: ReporterOptions): Reporter {
	let shown = '';
	let toldCount = 0;
	let fold: ReturnType<Ci['fold']> | undefined;
	let progress: Verdict | undefined;
	/** The last status that nobody knows. */
	let unknown: string | undefined;
	/** Takes away the line that is written again and again; what is a line of its own stays said. */
	const clear = () => {
		if (lineWidth !== undefined && shown !== '') {
			write('\r\u001B[K');
			shown = '';
		}
	};

	const tell = (text: string) => {
		clear();
		write(text);
	};

	const show = (words: string, tail = '') => {
		if (lineWidth === undefined) {
			if (words !== shown) {
				write(`${words}\n`);
				shown = words;
			}

			return;
		}

		const line = cut(
			tail === '' ? words : `${words}  ${theme.paint('quiet', tail)}`,
			lineWidth(),
			{ellipsis: '…'},
		);
		if (line !== shown) {
			write(`\r${line}\u001B[K`);
			shown = line;
		}
	};

	const tellNewLines = ({entries}: Build) => {
		if (!isTellingLines || entries.length <= toldCount) {
			return;
		}

		if (fold === undefined) {
			fold = ci?.fold(`The build of ${name}`, now());
			tell(fold?.open ?? '');
		}

		tell(
			entries
				.slice(toldCount)
				.map((entry) => lineText(entry, theme))
				.join(''),
		);
		toldCount = entries.length;
	};

	/** It may be an end that has come into use since: whoever waits is told that deplog does not take it for one. */
	const tellUnknown = (deployment: Deployment) => {
		const {status} = deployment;
		if (
			status.kind === 'unknown' &&
			!isSettled(deployment) &&
			status.name !== unknown
		) {
			unknown = status.name;
			tell(
				`The server says “${safe(status.name)}”, which deplog does not know, so it waits on. If that is an end, press ctrl+c, and update deplog.\n`,
			);
		}
	};

	const endFold = () => {
		clear();
		write(fold?.close(now()) ?? '');
		fold = undefined;
	};

	const close = () => {
		endFold();
		if (isSheltered) {
			isSheltered = false;
			write(ci?.end ?? '');
		}
	};

	let isSheltered = ci !== undefined;
	write(ci?.begin ?? '');
	return {
		show(build) {
			tellNewLines(build);
			if (build.deployment !== undefined) {
				tellUnknown(build.deployment);
				progress = progressOf(build.deployment, progress);
				const {role, words} = progress;
				show(
					`${theme.paint(role, words)}  ${name}`,
					safe(build.entries.at(-1)?.message ?? ''),
				);
			}
		},
		say(words) {
			show(words);
		},
		tell,
		end(build) {
			tellNewLines(build);
			endFold();
			if (build.deployment === undefined || !isSettled(build.deployment)) {
				return;
			}

			const {role, words, duration} = verdict(build.deployment);
			const [domain] = build.deployment.domains;
			tell(
				`${[
					theme.paint(role, words),
					...(duration === undefined ? [] : [duration]),
					name,
					...(domain === undefined || hasFailed(build.deployment)
						? []
						: [safe(`https://${domain}`)]),
				].join('  ')}\n`,
			);
			if (hasFailed(build.deployment)) {
				const reasons = reasonsOf(build, theme);
				write(reasons.join(''));
				close();
				annotate(build, write, ci, name);
			}
		},
		close,
	};
}

type ReporterOptions = {
	readonly write: (text: string) => void;
	/** What the deployment is called: its id. */
	readonly name: string;
	readonly theme: Theme;
	/** Present where one line can be written again and again: how wide it may be, in cells. */
	readonly lineWidth?: () => number;
	/** Whether every line of the build is told. */
	readonly isTellingLines: boolean;
	readonly ci?: Ci;
	/** In seconds since the epoch. */
	readonly now: () => number;
};

export type Reporter = {
	readonly show: (build: Build) => void;
	/** What is being done, where that is no part of the build. */
	readonly say: (words: string) => void;
	/** Writes lines above the one that is written again and again. */
	readonly tell: (text: string) => void;
	/** The verdict, and why. */
	readonly end: (build: Build) => void;
	/** Puts the terminal's line and the build system back as they were. */
	readonly close: () => void;
};

/** The stage that runs; between two of them the one before goes on being told. */
function progressOf(
	deployment: Deployment,
	before: Verdict | undefined,
): Verdict {
	const {stages = []} = deployment;
	const running = stages.find(({status}) => status === 'running');
	if (running !== undefined) {
		return {role: 'busy', words: `◐ ${stageWords(running)}`};
	}

	const hasBegun = stages.some(({status}) => status !== 'pending');
	return (hasBegun ? before : undefined) ?? verdict(deployment);
}

function stageWords({name, command, steps}: Stage): string {
	const step = steps?.find(({status}) => status === 'running');
	return [name, command, step?.name]
		.filter((word) => word !== undefined)
		.map((word) => safe(word))
		.join(' ');
}

/** `error   message`, further lines of the message indented below. */
function lineText({level, message}: BuildEntry, theme: Theme): string {
	const known = levelOf(level);
	const text = sanitizeLines(message.replace(/\r?\n$/v, ''), {
		hasColors: theme.hasColors,
	}).join(`\n  ${' '.repeat(levelWidth)}`);
	const name = safe(level).padEnd(levelWidth);
	return `  ${known === undefined ? name : theme.paint(known, name)}${text}\n`;
}

const levelWidth = 'warning '.length;

function reasonsOf(build: Build, theme: Theme): readonly string[] {
	const why = findWhy(build);
	const failure = build.deployment?.failure;
	return [
		...(failure === undefined
			? []
			: [
					`  ${[failure.stage, failure.code, failure.message]
						.map((word) => safe(word))
						.filter((word) => word !== '')
						.join(': ')}\n`,
				]),
		...why.entries.map((entry) => lineText(entry, theme)),
		...(why.moreCount === 0
			? []
			: [`  and ${why.moreCount} further errors; see them all with --build\n`]),
	];
}

const mostErrors = 20;
const lastCount = 10;

type Why = {
	readonly entries: readonly BuildEntry[];
	/** Further errors that are not among them. */
	readonly moreCount: number;
};

/** The lines of a failed build that say why: its errors, the first ones first; where what broke it did not come as an error, all from the line that tells it; else its last lines. */
function findWhy({deployment, entries}: Build): Why {
	const first = findBuildError(deployment, entries);
	const entry = entries[first];
	if (entry === undefined) {
		return {entries: entries.slice(-lastCount), moreCount: 0};
	}

	const lines = isError(entry)
		? entries
				.slice(entries.findIndex((one) => isError(one) && isTelling(one)))
				.filter((one) => isError(one))
		: entries.slice(first);
	return {
		entries: lines.slice(0, mostErrors),
		moreCount: lines.slice(mostErrors).filter((one) => isTelling(one)).length,
	};
}

function isError({level}: BuildEntry): boolean {
	return levelOf(level) === 'error';
}

function isTelling(entry: BuildEntry): boolean {
	return toldError(entry) !== undefined;
}

/** More than that are not shown for one step. */
const mostAnnotations = 10;

function annotate(
	build: Build,
	write: (text: string) => void,
	ci: Ci | undefined,
	name: string,
): void {
	const {deployment} = build;
	if (ci === undefined || deployment === undefined) {
		return;
	}

	const {words} = verdict(deployment);
	const title = `${name} ${words}`;
	const errors = findWhy(build).entries.filter((entry) => isTelling(entry));
	const messages =
		errors.length === 0
			? [deployment.failure?.message ?? 'The build named no error.']
			: errors.map(({message}) => message);
	for (const message of messages.slice(0, mostAnnotations)) {
		write(ci.annotate(title, plainLines(message)));
	}
}

export function plainLines(message: string): string {
	return sanitizeLines(message.trimEnd(), {hasColors: false}).join('\n');
}

/** A system that runs builds and shows what they print. */
type Ci = {
	readonly kind: 'github' | 'gitlab' | 'other';
	/** What keeps it from taking commands out of what a server wrote, and what ends that. */
	readonly begin: string;
	readonly end: string;
	/** An error for the summary of the run; empty where it has none. */
	readonly annotate: (title: string, message: string) => string;
	/** Folds lines below a title, until the function that it returns is told. */
	readonly fold: (
		title: string,
		seconds: number,
	) => {readonly open: string; readonly close: (seconds: number) => string};
};

const noFold: Ci['fold'] = () => ({open: '', close: () => ''});

/** Tells in which of the systems that run builds deplog runs; nothing where it runs in none. */
export function findCi(
	environment: Readonly<Record<string, string | undefined>>,
): Ci | undefined {
	if (isSet(environment['GITHUB_ACTIONS'])) {
		return github();
	}

	if (isSet(environment['GITLAB_CI'])) {
		return gitlab;
	}

	return ['CI', 'TF_BUILD', 'TEAMCITY_VERSION'].some((name) =>
		isSet(environment[name]),
	)
		? {
				kind: 'other',
				begin: '',
				end: '',
				annotate: () => '',
				fold: noFold,
			}
		: undefined;
}

/** Text in which Azure Pipelines and TeamCity find no command: they look for one anywhere in a line, and nothing that could be said before turns that off. The old ones of GitHub begin alike. */
export function breakCommands(text: string): string {
	return text.replaceAll(/##(?=\[|vso\[|teamcity\[)/giv, '# #');
}

function isSet(value = ''): boolean {
	return value !== '' && value !== 'false' && value !== '0';
}

/** Commands are lines with `::`, wherever they come from, until a word that nobody can know turns that off. */
function github(): Ci {
	const word = randomUUID();
	return {
		kind: 'github',
		begin: `::stop-commands::${word}\n`,
		end: `::${word}::\n`,
		annotate: (title, message) =>
			`::error title=${escapeProperty(title)}::${escapeData(message)}\n`,
		// Folding is a command, too, and these are off between the two.
		fold: noFold,
	};
}

function escapeData(text: string): string {
	return text
		.replaceAll('%', '%25')
		.replaceAll('\r', '%0D')
		.replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
	return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** It has no errors that a line of the log could make: it colours them, and folds sections. */
const gitlab: Ci = {
	kind: 'gitlab',
	begin: '',
	end: '',
	annotate: () => '',
	fold: (title, seconds) => ({
		open: `\u001B[0Ksection_start:${seconds}:deplog_build\r\u001B[0K${title}\n`,
		close: (end) => `\u001B[0Ksection_end:${end}:deplog_build\r\u001B[0K\n`,
	}),
};
