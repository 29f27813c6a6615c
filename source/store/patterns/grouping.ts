import {type Entry} from '../../log/entry.ts';
import {rankOf} from '../../log/level.ts';
import {ShapeReader} from '../../log/shape/shape-reader.ts';
import {type Segment, segmentEntryLimit} from '../buffer/segment.ts';
import {ShapeWords, different, ifNames, Template} from './template.ts';

/** The group of each entry, by the shape of its message. It holds whatever is filtered, so each entry is looked at once. Hot. */
export class Grouping {
	readonly #tree = new TemplateTree();
	readonly #reader = new ShapeReader();
	readonly #words = new ShapeWords();
	readonly #groups = new WeakMap<Segment, Uint16Array>();
	readonly #hashes = new Int32Array(rememberedShapes);
	readonly #checks = new Int32Array(rememberedShapes);
	readonly #known = new Uint16Array(rememberedShapes);
	readonly #learned = new Set<number>();
	#learnedCount = 0;
	/** Of a part of the baseline from which nothing was left out: how often each group came, and the worst of its levels. */
	readonly #sampled = new Map<number, Learned>();
	#sampledCount = 0;

	/** The group of the entry in a slot. */
	groupIn(segment: Segment, slot: number): number {
		const groups = this.#groupsOf(segment);
		const known = groups[slot] ?? unknown;
		if (known !== unknown) {
			return known - 1;
		}

		const {bytes, offsets} = segment;
		const group = this.#read(
			bytes,
			offsets[slot] ?? 0,
			(offsets[slot + 1] ?? 1) - 1,
		);
		groups[slot] = group + 1;
		return group;
	}

	/** The group of a message that is in no segment. */
	groupOf(message: string): number {
		const bytes = encoder.encode(message);
		return this.#read(bytes, 0, bytes.length);
	}

	/** Takes entries for those of the baseline. `isSample`: they are all of a span of time. */
	learn(entries: readonly Entry[], isSample: boolean) {
		for (const {message, level} of entries) {
			const group = this.groupOf(message);
			this.#learned.add(group);
			if (isSample) {
				const known = this.#sampled.get(group) ?? nothingLearned;
				this.#sampled.set(group, add(known, {count: 1, rank: rankOf(level)}));
			}
		}

		this.#learnedCount += entries.length;
		this.#sampledCount += isSample ? entries.length : 0;
	}

	/** Another deployment is the baseline from now on. */
	forgetLearned() {
		this.#learned.clear();
		this.#learnedCount = 0;
		this.#sampled.clear();
		this.#sampledCount = 0;
	}

	/** Entries of the baseline that were looked at. */
	get learnedCount(): number {
		return this.#learnedCount;
	}

	/** Entries of the baseline that nothing was left out from. */
	get sampledCount(): number {
		return this.#sampledCount;
	}

	/** How often each group came among these. */
	sampled(): ReadonlyMap<number, Learned> {
		const sums = new Map<number, Learned>();
		for (const [group, learned] of this.#sampled) {
			const root = this.rootOf(group);
			sums.set(root, add(sums.get(root) ?? nothingLearned, learned));
		}

		return sums;
	}

	/** Grows whenever a pattern is found, widened or learned. */
	get version(): number {
		return this.#tree.version + this.#learnedCount;
	}

	/** The groups that have entries in the baseline. */
	learned(): ReadonlySet<number> {
		return new Set([...this.#learned].map((group) => this.rootOf(group)));
	}

	/** The group to which all of a group belong by now. */
	rootOf(group: number): number {
		return this.#tree.rootOf(group);
	}

	pattern(group: number): string {
		return this.#tree.templates[group]?.text ?? '';
	}

	#read(bytes: Uint8Array, from: number, to: number): number {
		const reader = this.#reader;
		reader.read(bytes, from, to);
		const {hash, check} = reader;
		const index = Math.abs(hash % rememberedShapes);
		const known = this.#known[index] ?? unknown;
		if (
			known !== unknown &&
			this.#hashes[index] === hash &&
			this.#checks[index] === check
		) {
			return known - 1;
		}

		this.#words.read(reader.text);
		const group = this.#tree.groupOf(this.#words);
		this.#hashes[index] = hash;
		this.#checks[index] = check;
		this.#known[index] = group + 1;
		return group;
	}

	#groupsOf(segment: Segment): Uint16Array {
		let groups = this.#groups.get(segment);
		if (groups === undefined) {
			groups = new Uint16Array(segmentEntryLimit);
			this.#groups.set(segment, groups);
		}

		return groups;
	}
}

/** Shapes that were met lately are known by their digests; a prime, so that these are spread. */
const rememberedShapes = 16_381;
/** No slot was looked at yet; of others the group's number and one. */
const unknown = 0;

const encoder = new TextEncoder();

/** What the baseline has of a group. */
export type Learned = {
	readonly count: number;
	/** The number of the worst level, 0 for the worst of all. */
	readonly rank: number;
};

const nothingLearned: Learned = {count: 0, rank: Number.POSITIVE_INFINITY};

function add(a: Learned, b: Learned): Learned {
	return {count: a.count + b.count, rank: Math.min(a.rank, b.rank)};
}

/**
Puts shapes into groups, each with a template, in the manner of Drain (He et al., 2017): by the number of words, then by the first one, then by how many of the others are the same.

A group's number holds for ever; one that turns out to be a part of another is told by `rootOf`.
*/
class TemplateTree {
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
