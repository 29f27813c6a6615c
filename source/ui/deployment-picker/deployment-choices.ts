import {oncePer} from '../../base/cache.ts';
import {
	type Deployment,
	type Project,
	readLabels,
} from '../../log/deployment.ts';
import {looksLikeToken} from '../../log/token.ts';
import {
	emptyChooser,
	type Listing,
	type Mode,
} from '../../store/screen-state.ts';
import {searchMany} from '../look/fuzzy-search.ts';
import {type NamedTarget, type Setting} from '../look/setting.ts';
import {statusVerdict, verdict} from '../look/verdict.ts';
import {type Command} from '../keys/binding.ts';
import {fit} from '../../text/cut.ts';
import {safe} from '../look/words.ts';

/** The deployments like what was typed, and what was typed itself. */
export function deploymentChoices(
	{value, list}: DeploymentsMode,
	setting: Pick<Setting, 'readTarget'>,
): readonly DeploymentChoice[] {
	return listChoices(list, value, nameDeployment, setting);
}

/** While a deployment is chosen, whatever for. */
export type DeploymentsMode = Extract<
	Mode,
	{readonly kind: 'deployments' | 'baseline'}
>;

export type ProjectsMode = Extract<Mode, {readonly kind: 'projects'}>;

export type Choice<Item> =
	| {readonly kind: 'listed'; readonly item: Item}
	/** What was typed or pasted, taken for an id, an address or a domain. */
	| {
			readonly kind: 'typed';
			readonly text: string;
			readonly target: NamedTarget;
	  };

export type DeploymentChoice = Choice<Deployment>;

type Identified = {readonly id: string};

/** What rows have room for from so many columns on. */
const leastColumnsForSeconds = 88;
const leastColumnsForBranch = 110;
const leastColumnsForAuthor = 140;

/** Opens the list of the projects. */
export const openProjects: Command = {
	kind: 'mode',
	mode: {kind: 'projects', ...emptyChooser},
};

/** The projects like what was typed, and the address that was typed. */
export function projectChoices(
	{value, list}: ProjectsMode,
	setting: Pick<Setting, 'readTarget'>,
): ReadonlyArray<Choice<Project>> {
	return listChoices(
		list,
		value,
		({name}) => name.toLowerCase(),
		setting,
	).filter(
		(choice) => choice.kind === 'listed' || choice.target.app !== undefined,
	);
}

function listChoices<Item extends {readonly id: string}>(
	list: Listing<Item>,
	value: string,
	nameOf: (item: Item) => string,
	{readTarget}: Pick<Setting, 'readTarget'>,
): ReadonlyArray<Choice<Item>> {
	const typed = value.trim();
	const all = list.kind === 'loaded' ? list.items : [];
	const target =
		typed === '' || looksLikeToken(typed) || all.some(({id}) => id === typed)
			? undefined
			: readTarget(typed);
	const listed = searchMany(all, typed, nameOf).map(
		(item) => ({kind: 'listed', item}) as const,
	);
	if (target === undefined) {
		return listed;
	}

	const choice = {kind: 'typed', text: typed, target} as const;
	// A whole id that no name holds means another one, not the listed one that is most like it.
	const isOther =
		target.deploymentId !== undefined &&
		/\d|-/v.test(typed) &&
		!all.some((item) => nameOf(item).includes(typed.toLowerCase()));
	return isOther ? [choice, ...listed] : [...listed, choice];
}

/** All by which a deployment is found; with each letter thousands of them are looked through. */
const nameDeployment = oncePer((deployment: Deployment) => {
	const {branch, commit, author} = readLabels(deployment);
	return [
		deployment.id,
		branch,
		commit,
		author,
		...deployment.domains,
		statusVerdict(deployment.status).words,
		...(deployment.isServing === true ? ['serves'] : []),
	]
		.join(' ')
		.toLowerCase();
});

/** Where what is highlighted stands: it is known by its id, since others may come in front of it. */
export function highlightedIndex(
	{index, highlighted}: {readonly index: number; readonly highlighted: string},
	choices: ReadonlyArray<Choice<Identified>>,
): number {
	const at =
		highlighted === ''
			? -1
			: choices.findIndex((choice) => idOf(choice) === highlighted);
	return at === -1 ? Math.min(index, Math.max(0, choices.length - 1)) : at;
}

export function highlightItem(choice?: Choice<Identified>): {
	readonly highlighted: string;
} {
	return {highlighted: choice === undefined ? '' : idOf(choice)};
}

function idOf(choice: Choice<Identified>): string {
	// No id holds a blank.
	return choice.kind === 'listed' ? choice.item.id : ' typed';
}

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
	const {words, role} = verdict(item);
	const hasSeconds = columns >= leastColumnsForSeconds;
	const created = createdAt === undefined ? '' : timestamps.dateTime(createdAt);
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
