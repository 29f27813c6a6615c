import {type CommandRecord} from '../command-record.ts';
import {nearestName, UsageError} from '../usage-error.ts';

/** The shells whose completion `deplog completion` prints. */
const shells = ['bash', 'zsh', 'fish'] as const;

type Shell = (typeof shells)[number];

export type Completion = {
	readonly kind: 'completion';
	/** A shell, or the man page. */
	readonly of: Shell | 'man';
};

/** `deplog completion <shell>`: completes deplog’s own words in a shell. */
export const completion = {
	name: 'completion',
	usage: [
		{words: '<shell>', help: 'what completes deplog in bash, zsh or fish'},
	],
	details:
		'bash: eval "$(deplog completion bash)" in ~/.bashrc. zsh: deplog completion zsh > _deplog, in a folder of $fpath. fish: deplog completion fish > ~/.config/fish/completions/deplog.fish. The man page: deplog completion man > deplog.1',
	flags: ['help', 'version'],
	offers: [...shells, 'man'],
	read({words: [word = '', ...others]}) {
		const names = [...shells, 'man'] as const;
		const of = names.find((name) => name === word);
		if (of === undefined || others.length > 0) {
			const nearest = nearestName(word, names);
			throw new UsageError(
				word !== '' && nearest !== undefined && others.length === 0
					? `There is no completion for ${word}. Did you mean ${nearest}?`
					: 'Which shell? Give bash, zsh or fish, such as: deplog completion bash',
			);
		}

		return {kind: 'completion', of};
	},
} as const satisfies CommandRecord<Completion>;
