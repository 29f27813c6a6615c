import {type Level, levelsFrom} from '../../log/level.ts';
import {createFilter} from '../../log/query.ts';
import {type State} from '../../store/state.ts';
import {type Binding, type Command} from './binding.ts';

/** Makes the keys that choose levels, for a list that says which it shows and how to change that. No levels mean all. */
export function createLevelKeys(
	levelsOf: (state: State) => readonly string[],
	change: (state: State, levels: readonly string[]) => readonly Command[],
): readonly Binding[] {
	const showFrom = (
		key: string,
		level: Level,
		said: Pick<Binding, 'name' | 'words' | 'help' | 'hint'>,
	): Binding => ({
		keys: [key],
		group: 'Filter',
		...said,
		run(state) {
			const {levels} = createFilter({levels: levelsFrom(level)});
			const isAgain = levels.join(',') === levelsOf(state).join(',');
			return change(state, isAgain ? [] : levels);
		},
	});
	const toggle = (key: string, level: Level): Binding => ({
		keys: [key],
		name: `toggle ${level}`,
		help: `add or take away ${level}`,
		group: 'Filter',
		run(state) {
			const levels = levelsOf(state);
			return change(
				state,
				levels.includes(level)
					? levels.filter((name) => name !== level)
					: [...levels, level],
			);
		},
	});
	return [
		showFrom('e', 'error', {
			name: 'errors',
			words: ['error', 'level', 'severity', 'only errors', 'fatal', 'critical'],
			help: 'errors only; again: all levels',
			hint: {words: 'levels', keys: 'e w i', rank: 1},
		}),
		showFrom('w', 'warning', {
			name: 'warnings',
			words: ['warn'],
			help: 'warning and worse; again: all',
		}),
		showFrom('i', 'info', {
			name: 'info',
			words: ['information'],
			help: 'info and worse; again: all',
		}),
		showFrom('a', 'debug', {
			words: ['everything', 'debug', 'verbose', 'show all', 'any level'],
			help: 'all levels',
		}),
		toggle('E', 'error'),
		toggle('W', 'warning'),
		toggle('I', 'info'),
		toggle('D', 'debug'),
	];
}
