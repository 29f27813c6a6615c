/** A package of which something is in the bundle. */
type BundledPackage = {
	readonly name: string;
	readonly version: string;
	readonly license: string;
	/** Of its licence, and of those that it contains. */
	readonly text: string;
};

export function listPackages(
	metafile: {
		readonly outputs: Readonly<
			Record<string, {readonly inputs: Readonly<Record<string, unknown>>}>
		>;
	},
	root: string,
): Promise<readonly BundledPackage[]>;

export function findProblems(
	packages: readonly BundledPackage[],
	names?: ReadonlySet<string>,
): readonly string[];

export function writeLicenses(packages: readonly BundledPackage[]): string;
