import {type Deployment} from '../../log/deployment.ts';
import {looksLikeToken} from '../../log/token.ts';
import {type Mode} from '../../store/screen-state.ts';
import {fuzzySearch} from '../look/fuzzy-search.ts';

/** While a deployment is chosen, whatever for. */
export type DeploymentsMode = Extract<
	Mode,
	{readonly kind: 'deployments' | 'baseline'}
>;

export type DeploymentChoice =
	| {readonly kind: 'listed'; readonly deployment: Deployment}
	/** What was typed, taken for an id. */
	| {readonly kind: 'typed'; readonly deploymentId: string};

/** The deployments like what was typed, and what was typed itself. */
export function deploymentChoices({
	value,
	list,
}: DeploymentsMode): readonly DeploymentChoice[] {
	const typed = value.trim();
	const all = list.kind === 'loaded' ? list.deployments : [];
	const found = fuzzySearch(all, typed, ({id, domains}) =>
		[id, ...domains].join(' '),
	);
	const isId =
		/^[\w\-]+$/v.test(typed) &&
		!looksLikeToken(typed) &&
		all.every(({id}) => id !== typed);
	return [
		...found.map((deployment) => ({kind: 'listed', deployment}) as const),
		...(isId ? [{kind: 'typed', deploymentId: typed} as const] : []),
	];
}

export function idOfChoice(choice: DeploymentChoice): string {
	return choice.kind === 'listed' ? choice.deployment.id : choice.deploymentId;
}
