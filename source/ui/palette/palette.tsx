import {type State} from '../../store/state.ts';
import {fit} from '../../text/cut.ts';
import {
	type Binding,
	inMode,
	labelsOf,
	list,
	type ModeOf,
} from '../keys/binding.ts';
import {type Setting} from '../look/setting.ts';
import {createPickerView} from '../prompts/picker-view.tsx';
import {type View} from '../view/view.ts';
import {bindQueries} from './named-queries.ts';
import {commandName, findCommands} from './find-commands.ts';

/** Finds a command among `offered` by its words, and shows its key. */
export function createPaletteView(
	offered: (state: State) => readonly Binding[],
): View {
	const choices = (
		{value}: ModeOf<'palette'>,
		state: State,
		setting: Setting,
	) =>
		findCommands(
			value,
			[...bindQueries(setting.queries ?? []), ...offered(state)].filter(
				({isOffered}) => isOffered?.(state, setting) ?? true,
			),
		);
	return createPickerView('palette', {
		label: ' : ',
		noun: 'command',
		keys: [
			{
				keys: ['enter'],
				help: 'do it',
				group: 'Prompt',
				hint: {words: 'run', rank: 0},
				run: inMode('palette', (mode, state, setting) => {
					const binding = choices(mode, state, setting)[mode.index];
					return binding === undefined
						? []
						: [list, {kind: 'perform', binding}];
				}),
			},
		],
		choices,
		row: (binding, _mode, setting) => commandRow(binding, setting),
		face: (_mode, {theme}) => theme.paint('quiet', ' No command matches that.'),
	});
}

const keysWidth = 14;

function commandRow(binding: Binding, {theme}: Setting): string {
	return [
		theme.paint('key', fit(labelsOf(binding), keysWidth)),
		theme.paint('quiet', fit(binding.group, 8)),
		helpWithName(binding),
	].join(' ');
}

/** The help, after the name where that is not among its words. */
function helpWithName(binding: Binding): string {
	const name = commandName(binding);
	return binding.help.toLowerCase().includes(name.toLowerCase())
		? binding.help
		: `${name}: ${binding.help}`;
}
