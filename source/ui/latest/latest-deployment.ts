import {type Deployment} from '../../log/deployment.ts';
import {
	servingDeployment,
	newerDeployment,
	trailTo,
	unseenDeployment,
} from '../../store/latest.ts';
import {type State} from '../../store/state.ts';
import {statusVerdict} from '../look/verdict.ts';
import {safe} from '../look/words.ts';
import {deployAhead, stepsBack} from '../../store/trail.ts';
import {
	type Binding,
	type Command,
	say,
	sayWhere,
	type ExploreCommand,
} from '../keys/binding.ts';
import {type Store} from '../../store/create-store.ts';

/** `▲ r9k2… building  L`: a newer deployment, how far it is, and the key that goes there. */
export function newerWords(
	{id, status}: Deployment,
	others: Iterable<string>,
): string {
	return `▲ ${shortId(id, others)} ${statusWord({status})}  L`;
}

const leastLetters = 4;

/** `r9k2…`: what tells a deployment from the others, whose ids may all begin with the project's name; as many letters as that takes. */
export function shortId(id: string, others: Iterable<string> = []): string {
	const own = ownPart(id);
	const letters = [...own];
	let count = leastLetters;
	for (const other of others) {
		if (other !== id) {
			count = Math.max(count, commonLength(letters, [...ownPart(other)]) + 1);
		}
	}

	count = Math.min(count, letters.length);

	return letters.length > count + 1
		? `${letters.slice(0, count).join('')}…`
		: own;
}

function ownPart(id: string): string {
	return safe(id.replace(/^.*-(?=[^\-]+$)/v, ''));
}

/** The deployments that are known of the same project, from which a short id must tell one. */
export function knownIds({
	details: {deployment},
	latest: {deployments},
}: Pick<State, 'details' | 'latest'>): readonly string[] {
	return [
		...(deployment === undefined ? [] : [deployment.id]),
		...deployments.map(({id}) => id),
	];
}

function statusWord({status}: Pick<Deployment, 'status'>): string {
	return statusVerdict(status).words.replace(/^\S+ /v, '');
}

/** `r8j1… serves: <`: where the deployment has failed. */
export function servingWords(state: State): readonly string[] {
	const serving = servingDeployment(state);
	return serving === undefined
		? []
		: [
				`${shortId(serving.id, knownIds(state))} ${serving.isServing === true ? 'serves' : 'came before'}: <`,
			];
}

/** What is to be done where nothing is explored. */
export function chooseWords({
	screen: {mode},
	logs: {
		traits: {words},
	},
}: State): string {
	return mode.kind === 'deployments'
		? `Choose a ${words.deployment}`
		: `Choose ${/^[aeiou]/v.test(words.project) ? 'an' : 'a'} ${words.project}`;
}

/** How many letters both begin with. */
function commonLength(
	one: readonly string[],
	other: readonly string[],
): number {
	const at = one.findIndex((letter, index) => letter !== other[index]);
	return at === -1 ? one.length : at;
}

/** Goes to the newest deployment, and to each newer one from then on. */
export const latestKey: Binding = {
	keys: ['L'],
	name: 'latest',
	words: ['newest', 'follow deploys', 'redeploy', 'new deployment', 'auto'],
	help: 'follow the latest: go to each newer deployment as it appears',
	group: 'deplog',
	run(state) {
		const newer = newerDeployment(state);
		const {words} = state.logs.traits;
		if (newer !== undefined) {
			return [{kind: 'latest', isFollowed: true}, ...goTo(state, newer.id)];
		}

		return state.latest.isFollowed
			? [
					{kind: 'latest', isFollowed: false},
					...say(`A newer ${words.deployment} is only said from now on.`),
				]
			: [
					{kind: 'latest', isFollowed: true},
					...sayWhere(
						`There is no newer ${words.deployment} yet; each one is gone to as it appears. L ends that.`,
						(later) => newerDeployment(later) === undefined,
					),
				];
	},
};

/** Another deployment of the project: filters, times and focus stay. */
export function goTo(state: State, deploymentId: string): Command[] {
	return [{kind: 'explore', deploymentId, trail: trailTo(state, deploymentId)}];
}

/** From a deployment that failed to the one that goes on to serve, else to the one before; nothing where there is none. */
export function goBack(state: State): readonly Command[] | undefined {
	const {trail} = state.logs;
	const id = servingDeployment(state)?.id ?? stepsBack(trail).at(-1)?.before.id;
	return id === undefined ? undefined : goTo(state, id);
}

/** To the deployment after this one, where the reader has been there. */
export function goAhead(state: State): readonly Command[] | undefined {
	const ahead = deployAhead(state.logs.trail);
	return ahead === undefined ? undefined : goTo(state, ahead.id);
}

/** Goes to each newer deployment while the latest is followed, but not from under the reader's hands: a prompt, a picker or an open entry is finished first. Returns how to stop that. */
export function followLatest(
	store: Store,
	explore: (command: ExploreCommand) => void,
): () => void {
	let isGone = false;
	return store.subscribe(() => {
		const state = store.get();
		const newer = unseenDeployment(state);
		const {mode, detail} = state.screen;
		if (
			isGone ||
			newer === undefined ||
			mode.kind !== 'list' ||
			detail !== undefined
		) {
			return;
		}

		isGone = true;
		for (const command of goTo(state, newer.id)) {
			if (command.kind === 'explore') {
				explore(command);
			}
		}
	});
}
