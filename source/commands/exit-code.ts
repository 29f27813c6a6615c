/** What the shell is told of an error of the API. */
export function exitCodeOf({
	status,
}: {
	readonly status?: number | undefined;
}): number {
	return codes.get(status ?? 0) ?? 1;
}

const notAuthorized = 3;
const notFound = 4;
const codes: ReadonlyMap<number, number> = new Map([
	[401, notAuthorized],
	[403, notAuthorized],
	[404, notFound],
	[410, notFound],
]);
