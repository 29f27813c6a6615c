import {loadedFilter} from '../../log/query.ts';
import {type Logs} from '../../store/logs.ts';
import {isAnsweredLocally} from '../../store/first-wanted-page.ts';
import {safe} from '../look/words.ts';

/** What the server was asked, in its own words: `asked level=error,warning q=timeout`. Nothing where files are read. */
export function askedWords({asked, connection, traits, source}: Logs): string {
	if (source !== undefined) {
		return '';
	}

	const {range, order} = asked;
	const words =
		safe(traits.describe({filter: loadedFilter(asked), range, order})) ||
		'for all';
	return isAnsweredLocally(connection)
		? `to be asked ${words}`
		: `asked ${words}`;
}
