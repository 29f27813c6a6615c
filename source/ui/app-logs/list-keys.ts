import {type Binding} from '../keys/binding.ts';
import {demoKeys} from '../frame/demo-keys.ts';
import {entryKeys} from './entry-keys.ts';
import {filterKeys} from './filter-keys.ts';
import {markKeys} from '../take/mark-keys.ts';
import {moveKeys} from './move-keys.ts';
import {paneKeys} from '../frame/pane-keys.ts';
import {patternKeys} from '../patterns/pattern-keys.ts';
import {programKeys} from '../frame/program-keys.ts';
import {readKeys} from './read-keys.ts';
import {takeKeys} from '../take/take-keys.ts';
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
