import {type Logs} from '../logs.ts';
import {fieldCatalog} from './field-catalog.ts';

/** Tells which names are those of fields: of what was seen, and of what is asked already. */
export function createFieldTest({
	buffer,
	query,
}: Logs): (name: string) => boolean {
	const asked = new Set(
		query.refinements.flatMap((one) =>
			one.kind === 'field' ? [one.name] : [],
		),
	);
	return (name) =>
		asked.has(name) || fieldCatalog(buffer).has(name, Number.POSITIVE_INFINITY);
}
