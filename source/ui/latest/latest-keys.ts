import {
	newerDeployment,
	servingDeployment,
	trailTo,
	unseenDeployment,
} from '../../store/latest.ts';
import {type State} from '../../store/state.ts';
import {deployAhead, stepsBack} from '../../store/trail.ts';
import {
	type Binding,
	type Command,
	say,
	sayWhere,
	type ExploreCommand,
} from '../keys/binding.ts';
import {type Store} from '../../store/create-store.ts';

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
