import {unseenDeployment} from '../../store/latest.ts';
import {type Store} from '../../store/create-store.ts';
import {type ExploreCommand} from '../keys/binding.ts';
import {goTo} from './latest-keys.ts';

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
