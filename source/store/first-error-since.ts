import {type Micros} from '../log/entry.ts';
import {type State} from './state.ts';

/** Since when the first error is looked for: since the deployment, and in all of a file. */
export function firstErrorSince({
	details,
	logs,
}: Pick<State, 'details' | 'logs'>): Micros | undefined {
	return (
		details.deployment?.createdAt ??
		(logs.traits.isAtHand === true ? 0 : undefined)
	);
}
