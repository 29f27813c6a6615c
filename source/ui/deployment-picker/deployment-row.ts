import {type Deployment, readLabels} from '../../log/deployment.ts';
import {fit} from '../../text/cut.ts';
import {type Setting} from '../look/setting.ts';
import {verdict} from '../look/verdict.ts';
import {safe} from '../look/words.ts';
import {type Choice} from './deployment-choices.ts';

/** What rows have room for from so many columns on. */
const leastColumnsForSeconds = 88;
const leastColumnsForBranch = 110;
const leastColumnsForAuthor = 140;

/** A deployment on a row: its id, verdict and time, whether it serves, what was deployed, and where it is to be found. */
export function deploymentRow(
	choice: Choice<Deployment>,
	{theme, timestamps, deploymentId}: Setting,
	columns: number,
): string {
	if (choice.kind === 'typed') {
		return typedRow(choice, theme);
	}

	const {item} = choice;
	const {createdAt, domains, isServing} = item;
	const {words, role} = verdict({
		deployment: item,
		isLoading: false,
		reloads: 0,
	});
	const hasSeconds = columns >= leastColumnsForSeconds;
	const created =
		createdAt === undefined
			? ''
			: `${timestamps.date(createdAt)} ${timestamps.time(createdAt)}`;
	const {branch, commit, author} = readLabels(item);
	const quiet = (text: string, width: number) =>
		theme.paint('quiet', fit(safe(text), width, {ellipsis: '…'}));
	const hasLabels = branch !== '' || commit !== '' || author !== '';
	return [
		fit(safe(item.id), hasSeconds ? 24 : 18, {ellipsis: '…'}),
		theme.paint(role, fit(words, 11)),
		quiet(created, hasSeconds ? 19 : 16),
		mark(item.id === deploymentId, isServing === true, columns, theme),
		...(hasLabels && columns >= leastColumnsForBranch
			? [quiet(branch, 14)]
			: []),
		...(hasLabels
			? [fit(safe(commit), commitWidth(columns), {ellipsis: '…'})]
			: []),
		...(hasLabels && columns >= leastColumnsForAuthor
			? [quiet(author, 12)]
			: []),
		item.id === deploymentId && !hasLabels ? '' : safe(domains[0] ?? ''),
	].join('  ');
}

/** Whether it is what is explored, and whether it serves. */
function mark(
	isThis: boolean,
	isServing: boolean,
	columns: number,
	theme: Setting['theme'],
): string {
	const width = columns < leastColumnsForBranch ? 8 : 16;
	const words = [
		...(isThis ? ['this one'] : []),
		...(isServing ? ['serves'] : []),
	].join(', ');
	return theme.paint(isServing ? 'good' : 'quiet', fit(words, width));
}

/** A commit's first line has most of what the other columns leave. */
function commitWidth(columns: number): number {
	return Math.max(20, Math.min(40, columns - 110));
}

/** What was typed, and what it is taken for. */
export function typedRow(
	{text, target: {deploymentId, app, org}}: Choice<never> & {kind: 'typed'},
	theme: Setting['theme'],
): string {
	const words =
		app === undefined
			? 'as it was typed'
			: [
					deploymentId === '' ? 'the newest of' : `${safe(deploymentId)} of`,
					safe(app),
					...(org === undefined ? [] : [`in ${safe(org)}`]),
				].join(' ');
	return `${safe(text)}  ${theme.paint('quiet', words)}`;
}
