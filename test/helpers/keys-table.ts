import {keyMap} from '../../source/ui/keys/key-map.ts';

/** The readme's table of keys, as the key map has them. */
export function keysTable(): string {
	return [
		'| key | does |',
		'|---|---|',
		...keyMap.list.map(
			({keys, help}) =>
				`| ${keys.map((key) => `\`${key}\``).join(' ')} | ${help} |`,
		),
	].join('\n');
}
