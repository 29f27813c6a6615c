/** The command line asks for something that cannot be done; the message is a sentence with a next step. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** The name that was probably meant, if any is near enough. */
export function nearestName(
	name: string,
	names: readonly string[],
): string | undefined {
	const word = name.toLowerCase();
	const [nearest] = names
		.map((candidate) => ({
			candidate,
			distance: candidate.toLowerCase().startsWith(word)
				? 0
				: editDistance(word, candidate.toLowerCase()),
		}))
		.filter(({candidate, distance}) => distance <= candidate.length / 2.5)
		.toSorted((a, b) => a.distance - b.distance);
	return nearest?.candidate;
}

/** How many letters to insert, delete or replace (Levenshtein). */
function editDistance(from: string, to: string): number {
	let row = Array.from({length: to.length + 1}, (_, index) => index);
	for (const [index, letter] of [...from].entries()) {
		const next = [index + 1];
		for (const [column, other] of [...to].entries()) {
			next.push(
				Math.min(
					(row[column] ?? 0) + (letter === other ? 0 : 1),
					(row[column + 1] ?? 0) + 1,
					(next[column] ?? 0) + 1,
				),
			);
		}

		row = next;
	}

	return row.at(-1) ?? 0;
}
