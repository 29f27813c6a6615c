import {type ShapeWords} from './shape-words.ts';
import {different, ifNames, Template} from './template.ts';

/**
Puts shapes into groups, each with a template, in the manner of Drain (He et al., 2017): by the number of words, then by the first one, then by how many of the others are the same.

A group's number holds for ever; one that turns out to be a part of another is told by `rootOf`.
*/
export class TemplateTree {
	readonly templates: Template[] = [];
	/** Grows with each change of a template or of what belongs together. */
	version = 0;
	/** Into which group another has gone; itself while it has not. */
	readonly #into: number[] = [];
	readonly #leaves = new Map<number, number[]>();
	/** How many leaves there are for a number of words. */
	readonly #leafCounts = new Map<number, number>();

	groupOf(shape: ShapeWords): number {
		const leaf = this.#leafOf(shape);
		const isLenient = leaf.length >= lenientFrom;
		let best = -1;
		let most: number = different;
		let bestIfNames = -1;
		let mostIfNames = 0;
		let namesCount = 0;
		let index = 0;
		for (const group of leaf) {
			const likeness = this.#template(group).likeness(shape, isLenient);
			if (likeness === shape.count) {
				// What comes often is found at once.
				leaf[index] = leaf[0] ?? group;
				leaf[0] = group;
				return group;
			}

			if (likeness > most) {
				most = likeness;
				best = group;
			} else if (likeness <= ifNames) {
				namesCount++;
				if (ifNames - likeness > mostIfNames) {
					mostIfNames = ifNames - likeness;
					bestIfNames = group;
				}
			}

			index++;
		}

		const isFull =
			leaf.length >= mostInLeaf || this.templates.length >= mostTemplates;
		if (isFull && leaf.length > 0) {
			return this.#takeIn(shape, leaf, best === -1 ? (leaf[0] ?? 0) : best);
		}

		const enough = shape.count * likeEnough;
		if (most >= enough) {
			return this.#takeIn(shape, leaf, best);
		}

		return namesCount >= leastNames && mostIfNames >= enough
			? this.#takeIn(shape, leaf, bestIfNames)
			: this.#add(shape, leaf);
	}

	/** The group to which all of a group belong by now. */
	rootOf(group: number): number {
		let root = group;
		for (;;) {
			const into = this.#into[root];
			if (into === undefined || into === root) {
				return root;
			}

			root = into;
		}
	}

	#takeIn(shape: ShapeWords, leaf: number[], group: number): number {
		const template = this.#template(group);
		template.widen(shape);
		this.version++;
		const wider = leaf.find(
			(other) => other !== group && this.#template(other).covers(template),
		);
		if (wider !== undefined) {
			this.#unite(group, wider, leaf);
			return wider;
		}

		for (const other of leaf.filter(
			(one) => one !== group && template.covers(this.#template(one)),
		)) {
			this.#unite(other, group, leaf);
		}

		return group;
	}

	#unite(group: number, into: number, leaf: number[]) {
		this.#into[group] = into;
		leaf.splice(leaf.indexOf(group), 1);
	}

	#add(shape: ShapeWords, leaf: number[]): number {
		this.version++;
		const group = this.templates.push(new Template(shape)) - 1;
		this.#into.push(group);
		leaf.push(group);
		return group;
	}

	#leafOf({count, hashes}: ShapeWords): number[] {
		const first = keyOf(count, hashes[0] ?? 0);
		const known = this.#leaves.get(first);
		if (known !== undefined) {
			return known;
		}

		const leafCount = this.#leafCounts.get(count) ?? 0;
		const hasRoom =
			leafCount < mostFirstWords && this.templates.length < mostTemplates;
		const own = hasRoom ? first : keyOf(count, anyFirstWord);
		const leaf = this.#leaves.get(own) ?? [];
		this.#leaves.set(own, leaf);
		if (hasRoom) {
			this.#leafCounts.set(count, leafCount + 1);
		}

		return leaf;
	}

	#template(group: number): Template {
		const template = this.templates[group];
		if (template === undefined) {
			throw new RangeError(`There is no group ${group}`);
		}

		return template;
	}
}

/** Of each length so many first words are told apart. */
const mostFirstWords = 64;
/** With so many templates that begin alike, words that differ say little. */
const lenientFrom = 12;
const mostInLeaf = 48;
/** After so many that differ where names of several words may stand, such names they are. */
const leastNames = 3;
/** Beyond that no more are told apart than have to be. */
const mostTemplates = 4000;
/** From this part of its words on a shape is like a template. */
const likeEnough = 0.5;
const anyFirstWord = 0;

function keyOf(count: number, first: number): number {
	return count * 2 ** 32 + first;
}
