import {type Binding, type Group} from './binding.ts';
import {keyLabel} from './key-label.ts';
import {listKeys} from './list-keys.ts';

/** The readme's table of keys, in Markdown. */
export function keyTable(): string {
	return [
		'| Key | Does |',
		'| --- | --- |',
		...groupsOf(listKeys.filter(({keys}) => keys.length > 0)).flatMap(
			({bindings}) =>
				bindings.map(
					({keys, help}) =>
						`| ${keys.map((key) => `\`${keyLabel(key)}\``).join(' ')} | ${help} |`,
				),
		),
	].join('\n');
}

/** Bindings by group, in the order in which groups first come. */
export function groupsOf(bindings: readonly Binding[]): Array<{
	readonly group: Group;
	readonly bindings: readonly Binding[];
}> {
	return [...new Set(bindings.map(({group}) => group))].map((group) => ({
		group,
		bindings: bindings.filter((binding) => binding.group === group),
	}));
}
