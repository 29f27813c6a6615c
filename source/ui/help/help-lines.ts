import {fit} from '../../text/fit.ts';
import {type Group} from '../keys/binding.ts';
import {filterKeys} from '../keys/filter-keys.ts';
import {moveKeys} from '../keys/move-keys.ts';
import {paneKeys} from '../keys/pane-keys.ts';
import {programKeys} from '../keys/program-keys.ts';
import {timeKeys} from '../keys/time-keys.ts';

export type HelpLine = {
	readonly group?: Group;
	readonly keys: string;
	readonly help: string;
};

const keysWidth = 26;

/** The keys of the list, by group. */
export function helpLines(): HelpLine[] {
	const bindings = [
		...filterKeys,
		...timeKeys,
		...moveKeys,
		...paneKeys,
		...programKeys,
	];
	const groups = [...new Set(bindings.map(({group}) => group))];
	return groups.flatMap((group): HelpLine[] => [
		{group, keys: '', help: ''},
		...bindings
			.filter((binding) => binding.group === group)
			.map(({keys, help}) => ({keys: keys.join(' '), help})),
	]);
}

export function helpText({keys, help}: HelpLine): string {
	return `  ${fit(keys, keysWidth)} ${help}`;
}
