/** Those whose name is like what was typed, the likest first; all in their order where nothing is typed. */
export const fuzzySearch: Find = (choices, typed, nameOf) =>
	typed.trim() === '' ? choices : find(choices, typed.trim(), nameOf);

type Find = <Choice>(
	choices: readonly Choice[],
	typed: string,
	nameOf: (choice: Choice) => string,
) => readonly Choice[];

let find: Find = (choices, typed, nameOf) =>
	choices.filter((choice) =>
		nameOf(choice).toLowerCase().includes(typed.toLowerCase()),
	);

/** Loads what forgives letters that are missing or wrong. */
export async function loadFuzzySearch(): Promise<void> {
	// eslint-disable-next-line @typescript-eslint/naming-convention -- A class.
	const {default: Fuse} = await import('fuse.js');
	find = (choices, typed, nameOf) =>
		new Fuse([...choices], {
			keys: [{name: 'name', getFn: nameOf}],
			threshold: 0.4,
			ignoreLocation: true,
		})
			.search(typed)
			.map(({item}) => item);
}

/** Of a long list so many are looked through with forgiveness, which takes some 50 µs each. */
const mostForgiven = 200;

/** Those of a list of thousands that hold each word of what was typed, in their order; where none does, those of the first few hundred that are like it. Names are in small letters. */
export const searchMany: Find = (choices, typed, nameOf) => {
	const words = typed.toLowerCase().split(/\s+/v).filter(Boolean);
	const found = choices.filter((choice) => {
		const name = nameOf(choice);
		return words.every((word) => name.includes(word));
	});
	return found.length > 0
		? found
		: fuzzySearch(choices.slice(0, mostForgiven), typed, nameOf);
};
