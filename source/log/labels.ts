import {type Deployment} from './deployment.ts';
import {messageLines} from './first-line.ts';

/** What was deployed, as its labels say it, each on one line; empty where they do not. */
export type Labels = {
	readonly branch: string;
	/** The first line of the commit's message, else the deployment's description. */
	readonly commit: string;
	readonly author: string;
};

/** The names of labels are nowhere promised: `git.branch`, `github/commit_message` and others of the kind are understood. */
export function readLabels({
	labels = {},
	description,
}: Pick<Deployment, 'labels' | 'description'>): Labels {
	const find = (...names: readonly RegExp[]) => {
		for (const name of names) {
			const found = Object.entries(labels).find(
				([key, value]) => name.test(key) && value.trim() !== '',
			);
			if (found !== undefined) {
				return messageLines(found[1].trim())[0] ?? '';
			}
		}

		return '';
	};

	return {
		branch: find(/branch$/iv, /(?:^|[._\-\/])ref(?:_?name)?$/iv),
		commit:
			find(/message$/iv, /(?:title|subject)$/iv) ||
			(messageLines(description ?? '')[0] ?? '') ||
			find(/(?:commit|sha|hash)$/iv).slice(0, 8),
		author: find(
			/author(?:[._\-]?name)?$/iv,
			/(?:committer|actor|user)(?:[._\-]?name)?$/iv,
		),
	};
}
