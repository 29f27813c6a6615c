import {type Entry} from '../../log/entry.ts';
import {rankOf} from '../../log/level.ts';
import {ShapeReader} from '../../log/shape/shape-reader.ts';
import {type Segment, segmentEntryLimit} from '../buffer/segment.ts';
import {ShapeWords} from './shape-words.ts';
import {TemplateTree} from './template-tree.ts';

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
