import {loadedFilter} from '../../log/query.ts';
import {type Logs} from '../../store/logs.ts';
import {isAnsweredLocally} from '../../store/first-wanted-page.ts';
import {refinementsWords, safe} from '../look/words.ts';

/** What the server was asked, in its own words, and what is answered here: `server: level=error,warning q=timeout · filtered here: status>=500`. Nothing where files are read. */
export function askedWords({
	asked,
	query,
	connection,
	traits,
	source,
}: Logs): string {
	if (source !== undefined) {
		return '';
	}

	const {range, order} = asked;
	const words =
		safe(traits.describe({filter: loadedFilter(asked), range, order})) ||
		'all entries';
	const here = refinementsWords(query);
	return [
		isAnsweredLocally(connection)
			? `not asked yet: ${words}`
			: `server: ${words}`,
		...(here === '' ? [] : [`filtered here: ${here}`]),
	].join(' · ');
}
