import {type Deployment} from '../../log/deployment.ts';
import {type Details} from '../../store/state.ts';
import {type Role} from './theme.ts';
import {durationWords, safe} from './words.ts';

export type Verdict = {
	readonly role: Role;
	readonly words: string;
	/** How long it took to come to it. */
	readonly duration?: string;
};

/** A deployment that is touched long after it was made did not take that long. */
const longestDeploy = 3_600_000_000;

/** Whether the deployment worked. */
export function verdict({deployment, failure}: Details): Verdict {
	if (deployment === undefined) {
		return failure === undefined
			? {role: 'quiet', words: '◌ loading'}
			: {role: 'bad', words: '? no details'};
	}

	return {...ofStatus(deployment.status), ...timed(deployment)};
}

function ofStatus(status: string): Verdict {
	switch (status) {
		case 'pending': {
			return {role: 'busy', words: '◐ building'};
		}

		case 'success': {
			return {role: 'good', words: '✓ success'};
		}

		case 'failed': {
			return {role: 'bad', words: '✗ failed'};
		}

		default: {
			return {role: 'busy', words: `? ${safe(status)}`};
		}
	}
}

function timed({status, createdAt, updatedAt}: Deployment): {
	duration?: string;
} {
	const duration = (updatedAt ?? 0) - (createdAt ?? 0);
	return createdAt === undefined ||
		updatedAt === undefined ||
		status === 'pending' ||
		duration <= 0 ||
		duration > longestDeploy
		? {}
		: {duration: durationWords(duration)};
}
