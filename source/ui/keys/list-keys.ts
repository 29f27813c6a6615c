import {type Binding} from './binding.ts';
import {demoKeys} from './demo-keys.ts';
import {entryKeys} from './entry-keys.ts';
import {filterKeys} from './filter-keys.ts';
import {markKeys} from './mark-keys.ts';
import {moveKeys} from './move-keys.ts';
import {paneKeys} from './pane-keys.ts';
import {patternKeys} from './pattern-keys.ts';
import {programKeys} from './program-keys.ts';
import {readKeys} from './read-keys.ts';
import {takeKeys} from './take-keys.ts';
import {timeKeys} from './time-keys.ts';

/** Keys while no prompt, picker or help is open. */
export const listKeys: readonly Binding[] = [
	...filterKeys,
	...patternKeys,
	...timeKeys,
	...moveKeys,
	...readKeys,
	...entryKeys,
	...markKeys,
	...takeKeys,
	...paneKeys,
	...programKeys,
	...demoKeys,
];
