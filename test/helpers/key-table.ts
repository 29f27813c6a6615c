import {type Binding, keyLabel} from '../../source/ui/keys/binding.ts';
import {type View} from '../../source/ui/view/view.ts';
import {groupsOf} from '../../source/ui/help/help-view.tsx';
import {listedViews} from '../../source/ui/frame/views.ts';

/** The readme's table of keys, in Markdown: those of the list, then those of views that say where they are, but for those that the help alone tells. */
export function keyTable(): string {
	const [first, ...others] = listedViews().filter(
		({place, isDeep = false}) => place !== 'dock' && !isDeep,
	);
	const {keys = []} = first ?? {};
	const told = new Set(keys.map((binding) => sameWords(binding)));
	return [
		'| Key | Does |',
		'| --- | --- |',
		...tableRows({keys}),
		...others.flatMap((view) =>
			tableRows({
				...view,
				// What does the same there needs no second line.
				keys: view.keys.filter((binding) => !told.has(sameWords(binding))),
			}),
		),
	].join('\n');
}

function sameWords({keys, help}: Binding): string {
	return `${keys.join(' ')} ${help}`;
}

function tableRows({keys, where}: Pick<View, 'keys' | 'where'>): string[] {
	const prefix = where === undefined ? '' : `${where}: `;
	return groupsOf(keys)
		.flatMap(({bindings}) => bindings)
		.map((binding) => {
			const labels = binding.keys
				.map((key) => `\`${keyLabel(key)}\``)
				.join(' ');
			return `| ${inCell(labels)} | ${prefix}${inCell(binding.help)} |`;
		});
}

/** A bar would end the cell. */
function inCell(text: string): string {
	return text.replaceAll('|', String.raw`\|`);
}
