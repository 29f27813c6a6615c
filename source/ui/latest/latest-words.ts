import {type Deployment} from '../../log/deployment.ts';
import {servingDeployment} from '../../store/latest.ts';
import {type State} from '../../store/state.ts';
import {statusVerdict} from '../look/verdict.ts';
import {safe} from '../look/words.ts';

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

/** `▲ r9k2… building  L`: a newer deployment, how far it is, and the key that goes there. */
export function newerWords(
	{id, status}: Deployment,
	others: Iterable<string>,
): string {
	return `▲ ${shortId(id, others)} ${statusWord({status})}  L`;
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
