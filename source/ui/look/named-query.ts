import {type Filter} from '../../log/query.ts';

/** A query to which the reader has given a name. */
export type NamedQuery = {
	readonly name: string;
	readonly filter: Filter;
	/** As it would be typed at the time prompt; the time stays as it is where absent. */
	readonly time?: string;
};
