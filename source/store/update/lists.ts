import {type Deployment} from '../../log/deployment.ts';
import {type ListAction} from '../action.ts';
import {type Listing, type Mode} from '../screen-state.ts';
import {type State} from '../state.ts';

/** Takes in what has come of a list to choose from. The picker may have been closed meanwhile, or be for another project. */
export function updateLists(state: State, action: ListAction): State {
	const {mode} = state.screen;
	switch (action.kind) {
		case 'deployments-loaded': {
			const {deployments, projectId, after} = action;
			const isOwn =
				projectId === undefined ||
				projectId === state.details.deployment?.projectId;
			const latest =
				isOwn && after === undefined
					? {
							isFollowed: state.latest.isFollowed,
							deployments,
							...(action.next !== undefined && {next: action.next}),
						}
					: state.latest;
			return {
				...(isAsked(mode, action, state)
					? withMode(state, {
							...mode,
							list: withPage(
								mode.list,
								{...action, items: deployments},
								(all) => all.toSorted((a, b) => timeOf(b) - timeOf(a)),
							),
						})
					: state),
				latest,
			};
		}

		case 'deployments-failed': {
			return isAsked(mode, action, state)
				? withMode(state, {...mode, list: withFailure(mode.list, action)})
				: state;
		}

		case 'projects-loaded': {
			return mode.kind === 'projects'
				? withMode(state, {
						...mode,
						list: withPage(mode.list, {...action, items: action.projects}),
					})
				: state;
		}

		case 'projects-failed': {
			return mode.kind === 'projects'
				? withMode(state, {...mode, list: withFailure(mode.list, action)})
				: state;
		}

		case 'latest': {
			return {
				...state,
				latest: {...state.latest, isFollowed: action.isFollowed},
			};
		}
	}
}

function isAsked(
	mode: Mode,
	{projectId}: {readonly projectId?: string},
	{details: {deployment}}: State,
): mode is Extract<Mode, {readonly kind: 'deployments' | 'baseline'}> {
	return (
		(mode.kind === 'deployments' || mode.kind === 'baseline') &&
		(projectId === undefined ||
			projectId === (mode.project?.id ?? deployment?.projectId))
	);
}

function withMode(state: State, mode: Mode): State {
	return {...state, screen: {...state.screen, mode}};
}

/** What is listed already stays where its page comes anew, but for what that page tells of it. */
function withPage<Item extends {readonly id: string}>(
	list: Listing<Item>,
	{
		items,
		after,
		next,
	}: {
		readonly items: readonly Item[];
		readonly after?: string;
		readonly next?: string;
	},
	sort = (all: readonly Item[]): readonly Item[] => all,
): Listing<Item> {
	const before = list.kind === 'loaded' ? list.items : [];
	const ids = new Set(items.map(({id}) => id));
	const others = before.filter(({id}) => !ids.has(id));
	if (after !== undefined) {
		return {
			kind: 'loaded',
			items: sort([...others, ...items]),
			...(next !== undefined && {next}),
		};
	}

	const isWhole = next === undefined;
	const known = list.kind === 'loaded' && others.length > 0 ? list.next : next;
	return {
		kind: 'loaded',
		items: isWhole ? items : sort([...items, ...others]),
		...(!isWhole && known !== undefined && {next: known}),
	};
}

/** What is listed stays. */
function withFailure<Item>(
	list: Listing<Item>,
	{reason}: {readonly reason: string},
): Listing<Item> {
	return list.kind === 'loaded' ? {...list, reason} : {kind: 'failed', reason};
}

function timeOf({createdAt = 0}: Deployment): number {
	return createdAt;
}
