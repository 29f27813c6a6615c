import {randomUUID} from 'node:crypto';

/** A system that runs builds and shows what they print. */
export type Ci = {
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
