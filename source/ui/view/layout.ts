import {type Rectangle} from '../look/surface.ts';
import {type ViewKind} from './view-kind.ts';

/** Which pane is where. Nothing overlaps, and all of it is on the terminal. */
export type Layout =
	| {readonly kind: 'too-small'; readonly columns: number}
	| {
			readonly kind: 'panes';
			readonly header: Rectangle;
			readonly firstError?: Rectangle;
			readonly deployment?: UpperPane;
			readonly build?: UpperPane;
			/** What has most of the screen, below a rule. */
			readonly main: MainPane;
			/** With its rule. */
			readonly detail?: Rectangle;
			readonly histogram?: Rectangle;
			readonly dock?: Rectangle;
			readonly footer: Rectangle;
	  };

/** Open with a border around it, or folded to a line. What has nothing more to tell is left out until it is focused. */
export type UpperPane = {
	readonly rectangle: Rectangle;
	readonly isFolded: boolean;
};

export type MainPane = {
	/** `detail` where the detail view leaves the list no room. */
	readonly kind: ViewKind;
	readonly rule: Rectangle;
	/** The names of the fields that stand in columns. */
	readonly heading?: Rectangle;
	readonly list: Rectangle;
};
