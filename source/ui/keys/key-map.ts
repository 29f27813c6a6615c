import {type ScreenState} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {type Binding, type ModeKind} from './binding.ts';
import {detailKeys} from '../detail/detail-keys.ts';
import {histogramKeys} from '../histogram/histogram-keys.ts';
import {deploymentKeys} from '../deployment-picker/deployment-picker-keys.ts';
import {helpKeys} from '../help/help-keys.ts';
import {keyLabel} from './key-label.ts';
import {listKeys} from '../app-logs/list-keys.ts';
import {patternListKeys} from '../patterns/pattern-list-keys.ts';
import {paletteKeys} from '../palette/palette-keys.ts';
import {saveKeys} from '../prompts/save-keys.ts';
import {regionKeys, textKeys, timePromptKeys} from '../prompts/prompt-keys.ts';

/** Every key of every mode. The handler, the help, the footer and the readme's table read it. */
export const keyMap: Readonly<Record<ModeKind, readonly Binding[]>> = {
	list: listKeys,
	detail: detailKeys,
	help: helpKeys,
	patterns: patternListKeys,
	histogram: [...histogramKeys, ...listKeys],
	text: textKeys,
	time: timePromptKeys,
	regions: regionKeys,
	palette: paletteKeys,
	deployments: deploymentKeys,
	save: saveKeys,
};

/** Whose keys are taken. */
export function modeOf({mode, detail}: ScreenState): ModeKind {
	return mode.kind === 'list' && detail !== undefined ? 'detail' : mode.kind;
}

const prompts: ReadonlySet<ModeKind> = new Set([
	'text',
	'time',
	'regions',
	'palette',
	'deployments',
	'save',
]);

/** Modes in which keys are typed unless they are bound. */
export function isPrompt(mode: ModeKind): boolean {
	return prompts.has(mode);
}

const pickers: ReadonlySet<ModeKind> = new Set([
	'regions',
	'palette',
	'deployments',
]);

/** Modes in which something is found by a part of its name. */
export function isPicker(mode: ModeKind): boolean {
	return pickers.has(mode);
}

export function findBinding(state: State, chord: string): Binding | undefined {
	return keyMap[modeOf(state.screen)].find(
		({keys, isBound}) =>
			keys.includes(chord) && (isBound === undefined || isBound(state)),
	);
}

/** What the footer says of a key; the higher the rank, the sooner it gives way. */
export type Hint = {
	readonly keys: string;
	readonly words: string;
	readonly rank: number;
};

export function hintsOf(mode: ModeKind): Hint[] {
	const bindings = mode === 'histogram' ? histogramKeys : keyMap[mode];
	return bindings.flatMap(({keys, hint}) =>
		hint === undefined
			? []
			: [{...hint, keys: hint.keys ?? keyLabel(keys[0] ?? '')}],
	);
}
