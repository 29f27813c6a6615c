import {type Listing} from '../screen-state.ts';
import {type State} from '../state.ts';

/** A list that ought to be read. Two with the same key are the same. */
export type WantedList = {readonly key: string} & (
	| {
			readonly kind: 'deployments';
			readonly projectId: string;
			/** Somebody looks at the list, and not at a deployment of it alone. */
			readonly isShown: boolean;
	  }
	/** The page of a list that `cursor` names; the first one of the projects without. */
	| {
			readonly kind: 'more-deployments';
			readonly projectId: string;
			readonly cursor: string;
	  }
	| {readonly kind: 'projects'; readonly cursor?: string}
);

/** So far before the end of what has come the next page is asked for. */
const margin = 50;
/** Of what is typed so many items are looked through. */
const mostSearched = 5000;

/** The newest deployments of the project that is explored, for there may be a newer one; and what there is to choose from. */
export function wantedLists({
	screen: {mode},
	details: {deployment},
	reloads,
	logs: {traits},
}: State): readonly WantedList[] {
	const own = traits.hasDetails ? (deployment?.projectId ?? '') : '';
	const isChoosing = mode.kind === 'deployments' || mode.kind === 'baseline';
	const chosen = isChoosing ? (mode.project?.id ?? own) : '';
	return [
		...[...new Set([own, chosen])]
			.filter((projectId) => projectId !== '')
			.map((projectId) =>
				wantedNewest(projectId, projectId === chosen, reloads),
			),
		...(isChoosing && chosen !== '' ? moreDeployments(mode, chosen) : []),
		...(mode.kind === 'projects' ? wantedProjects(mode) : []),
	];
}

function wantedNewest(
	projectId: string,
	isShown: boolean,
	reloads: number,
): WantedList {
	return {
		kind: 'deployments',
		key: `deployments ${projectId} ${isShown} ${reloads}`,
		projectId,
		isShown,
	};
}

type Chooser = {
	readonly value: string;
	readonly highlighted: string;
	readonly list: Listing<{readonly id: string}>;
};

function moreDeployments(mode: Chooser, projectId: string): WantedList[] {
	const cursor = nextPage(mode);
	return cursor === undefined
		? []
		: [
				{
					kind: 'more-deployments',
					key: `deployments ${projectId} after ${cursor}`,
					projectId,
					cursor,
				},
			];
}

function wantedProjects(mode: Chooser): WantedList[] {
	const cursor = nextPage(mode);
	return [
		{
			kind: 'projects',
			key: `projects ${cursor ?? ''}`,
			...(cursor !== undefined && {cursor}),
		},
	];
}

/** While one scrolls towards the end of what has come, or types what may be in what has not. */
function nextPage({value, highlighted, list}: Chooser): string | undefined {
	if (list.kind !== 'loaded') {
		return undefined;
	}

	const {items, next} = list;
	const at = items.findIndex(({id}) => id === highlighted);
	const isNear = Math.max(0, at) >= items.length - margin;
	const isSearched = value.trim() !== '' && items.length < mostSearched;
	return isNear || isSearched ? next : undefined;
}
