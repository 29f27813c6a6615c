import {type Flag, type FlagGroup, flagTable} from './flag-table.ts';

/** The name of a flag, as the table of flags has it: `timeZone`. */
export type FlagName = keyof typeof flagTable;

type NameOf<Kind> = {
	[Name in FlagName]: (typeof flagTable)[Name] extends Kind ? Name : never;
}[FlagName];

/** What was given. Types follow from the table. */
export type Flags = Readonly<
	Record<NameOf<{type: 'boolean'}>, boolean> &
		Partial<
			Record<
				Exclude<NameOf<{type: 'string'}>, NameOf<{isMultiple: true}>>,
				string
			>
		> &
		Partial<Record<NameOf<{isMultiple: true}>, readonly string[]>>
>;

export const flags: ReadonlyMap<string, Flag> = new Map(
	Object.entries(flagTable),
);

// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- The table is a constant, its keys are these.
export const flagNames = Object.keys(flagTable) as readonly FlagName[];

/** The names of all flags that stand under these headings. */
export function flagsOf(...groups: readonly FlagGroup[]): readonly FlagName[] {
	return flagNames.filter((name) => groups.includes(flagTable[name].group));
}

/** `timeZone` → `--time-zone`. */
export function flagName(name: string): string {
	const dashed = name.replaceAll(
		/[A-Z]/gv,
		(letter) => `-${letter.toLowerCase()}`,
	);
	if (name === 'color') {
		return '--no-color';
	}

	return dashed.length === 1 ? `-${dashed}` : `--${dashed}`;
}
