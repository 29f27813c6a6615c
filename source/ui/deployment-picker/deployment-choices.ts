import {oncePer} from '../../base/once-per.ts';
import {
	type Deployment,
	type Project,
	readLabels,
} from '../../log/deployment.ts';
import {looksLikeToken} from '../../log/token.ts';
import {type Listing, type Mode} from '../../store/screen-state.ts';
import {searchMany} from '../look/fuzzy-search.ts';
import {type NamedTarget, type Setting} from '../look/setting.ts';
import {statusVerdict} from '../look/verdict.ts';
import {type Command} from '../keys/binding.ts';

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

/** Opens the list of the projects. */
export const openProjects: Command = {
	kind: 'mode',
	mode: {
		kind: 'projects',
		value: '',
		index: 0,
		highlighted: '',
		list: {kind: 'loading'},
	},
};

/** The deployments like what was typed, and what was typed itself. */
export function deploymentChoices(
	{value, list}: DeploymentsMode,
	setting: Pick<Setting, 'readTarget'>,
): readonly DeploymentChoice[] {
	return listChoices(list, value, nameDeployment, setting);
}

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
