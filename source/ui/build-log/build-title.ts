import {type State} from '../../store/state.ts';
import {type Setting} from '../look/setting.ts';
import {counted, safe} from '../look/words.ts';
import {firstErrorLine, foundLines} from './found-lines.ts';

/** What stands above the build log. */
export function buildTitle(
	state: State,
	{theme}: Setting,
): {readonly left: string; readonly right: string} {
	const {build, screen} = state;
	const lines = foundLines(state);
	const words = [
		...(build.search === ''
			? []
			: [`"${safe(build.search)}" in ${lines.length}`]),
		...(firstErrorLine(state, lines) === -1
			? []
			: [theme.paint('bad', 'first error')]),
	];
	return {
		left: [
			theme.paint(screen.focus === 'build' ? 'focused' : 'strong', '2 Build'),
			...words,
		].join(' · '),
		right: [
			...(build.malformedCount > 0 ? [`${build.malformedCount} left out`] : []),
			counted(build.entries.length, 'line', 'lines'),
			...progress(state),
		].join(' · '),
	};
}

function progress({build, details}: State): string[] {
	if (build.status === 'failed' && build.entries.length > 0) {
		return ['cut off'];
	}

	return build.status === 'growing' && details.deployment?.status === 'pending'
		? ['growing']
		: [];
}
