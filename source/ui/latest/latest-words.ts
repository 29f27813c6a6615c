import {type Deployment} from '../../log/deployment.ts';
import {servingDeployment} from '../../store/latest.ts';
import {type State} from '../../store/state.ts';
import {statusVerdict} from '../look/verdict.ts';
import {safe} from '../look/words.ts';

const shownLetters = 4;

/** `r9k2…`: what tells a deployment from the others of its project, whose ids may all begin with the project's name. */
export function shortId(id: string): string {
	const own = safe(id.replace(/^.*-(?=[^\-]+$)/v, ''));
	const letters = [...own];
	return letters.length > shownLetters + 1
		? `${letters.slice(0, shownLetters).join('')}…`
		: own;
}

/** `▲ r9k2… building  L`: a newer deployment, how far it is, and the key that goes there. */
export function newerWords({id, status}: Deployment): string {
	return `▲ ${shortId(id)} ${statusWord({status})}  L`;
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
				`${shortId(serving.id)} ${serving.isServing === true ? 'serves' : 'came before'}: <`,
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
