import {type Binding, type Group} from './binding.ts';
import {ownDetailKeys} from '../detail/detail-keys.ts';
import {keyLabel} from './key-label.ts';
import {listKeys} from '../app-logs/list-keys.ts';
import {ownPatternKeys} from '../patterns/pattern-list-keys.ts';

/** The readme's table of keys, in Markdown. */
export function keyTable(): string {
	return [
		'| Key | Does |',
		'| --- | --- |',
		...groupsOf(
			[...listKeys, ...ownDetailKeys, ...ownPatternKeys].filter(
				({keys}) => keys.length > 0,
			),
		).flatMap(({bindings}) => bindings.map((binding) => tableRow(binding))),
	].join('\n');
}

function tableRow({keys, help, group}: Binding): string {
	const where = places.get(group) ?? '';
	const labels = keys.map((key) => `\`${keyLabel(key)}\``).join(' ');
	return `| ${inCell(labels)} | ${where}${inCell(help)} |`;
}

/** Where keys are, if not in the list. */
const places: ReadonlyMap<Group, string> = new Map([
	['Entry in full', 'in the entry: '],
	['Patterns', 'in the patterns: '],
]);

/** A bar would end the cell. */
function inCell(text: string): string {
	return text.replaceAll('|', String.raw`\|`);
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
