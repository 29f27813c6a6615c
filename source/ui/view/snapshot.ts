import {type Micros} from '../../log/entry.ts';
import {type PatternList} from '../../store/patterns/pattern-list.ts';
import {type State} from '../../store/state.ts';
import {type ViewCount} from '../../store/view/view.ts';
import {type Layout} from './layout.ts';

/** What all but the lists is drawn from. */
export type Snapshot = {
	readonly state: State;
	readonly layout: Layout;
	/** Our clock when it was taken. */
	readonly now: Micros;
	readonly shown: ViewCount;
	/** Entries that were looked through for their fields, while one is to be named. */
	readonly fieldsOf?: number;
	/** While they are shown. */
	readonly patterns?: PatternList;
};
