import {type State} from '../../store/state.ts';
import {type Face} from '../look/face-row.ts';
import {counted, safe} from '../look/words.ts';

/** Why there is no line of the build log to be seen, and what to do. */
export function buildFace({build}: State): Face {
	if (build.failure !== undefined) {
		return {
			role: 'bad',
			lines: [
				safe(build.failure.message),
				build.failure.isRefusal
					? 'R tries again.'
					: 'deplog goes on trying; R tries at once.',
			],
		};
	}

	if (build.entries.length > 0) {
		return {
			role: 'text',
			lines: [
				`None of ${counted(build.entries.length, 'line', 'lines')} holds "${safe(build.search)}".`,
				'esc clears the search.',
			],
		};
	}

	return build.status === 'ended'
		? {role: 'quiet', lines: ['The build log is empty.']}
		: {role: 'quiet', lines: ['Waiting for the build log …']};
}
