import {type Filter} from '../../log/query.ts';
import {type Refinement} from '../../log/refinement.ts';
import {readFilter, readWhere} from '../filter-flags.ts';
import {UsageError} from '../usage-error.ts';
import {type NamedQuery, type SettingsFile} from './settings.ts';

/** A query of the user's file, and the app that it is for; all where absent. */
export type OwnQuery = {
	readonly name: string;
	readonly app?: string;
	readonly filter: Filter;
	readonly refinements?: readonly Refinement[];
	/** As it would be typed at the time prompt. */
	readonly time?: string;
};

/** The queries of the user's file; what cannot be asked is a sentence with its place. */
export function readOwnQueries({
	settings,
	placeOf,
}: SettingsFile): readonly OwnQuery[] {
	return [
		...Object.entries(settings.queries ?? {}).map(([name, query]) =>
			readQuery(name, query, placeOf('queries', name)),
		),
		...Object.entries(settings.apps ?? {}).flatMap(([app, {queries = {}}]) =>
			Object.entries(queries).map(([name, query]) => ({
				...readQuery(name, query, placeOf('apps', app, 'queries', name)),
				app,
			})),
		),
	];
}

function readQuery(
	name: string,
	{since, until, where, ...asked}: NamedQuery,
	place: string,
): OwnQuery {
	if (since === undefined && until !== undefined) {
		throw new UsageError(`${place}: until needs since beside it.`);
	}

	try {
		const {where: refinements} = readWhere({where: [...(where ?? [])]});
		return {
			name,
			filter: readFilter(asked),
			...(refinements !== undefined && {refinements}),
			...(since !== undefined && {
				time: until === undefined ? since : `${since} to ${until}`,
			}),
		};
	} catch (error) {
		if (error instanceof UsageError) {
			throw new UsageError(`${place}: ${error.message}`, {cause: error});
		}

		throw error;
	}
}
