import {oncePer} from '../../base/cache.ts';
import {type Micros} from '../../log/entry.ts';
import {
	entryFields,
	isEntryField,
	isIdField,
} from '../../log/fields/field-filter.ts';
import {FieldReader} from '../../log/fields/field-reader.ts';
import {formatTime} from '../../log/wall-time.ts';
import {isMeasure, kindOf, ValueReader} from '../../log/fields/typed-value.ts';
import {idNames} from '../../log/id-columns.ts';
import {type Query} from '../../log/query.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Piece} from '../buffer/piece.ts';
import {PieceProgress} from '../buffer/piece-progress.ts';

/** Which fields the held entries have, whatever is filtered: looked through piece by piece, while somebody wants to know. */
export class FieldCatalog {
	readonly #buffer: LogBuffer;
	readonly #reader = new FieldReader();
	readonly #fields = this.#reader.found;
	readonly #values = new ValueReader();
	readonly #known = new Map<string, Known>();
	readonly #tallies = new WeakMap<Piece, Tally>();
	readonly #names = new Map<number, string>();
	#looked = 0;
	readonly #progress: PieceProgress;

	constructor(buffer: LogBuffer) {
		this.#buffer = buffer;
		this.#progress = new PieceProgress(buffer);
	}

	get isDone(): boolean {
		return this.#progress.isDone;
	}

	/** How many of the held entries were looked through. */
	get countedCount(): number {
		let sum = 0;
		for (const piece of this.#buffer.pieces) {
			const tally = this.#tallies.get(piece);
			sum += tally?.shape === piece.shape ? tally.counted : 0;
		}

		return sum;
	}

	/** Looks through what was not looked through yet, nearest to an instant first. */
	run(hasTime: () => boolean, time: Micros) {
		this.#progress.run((piece) => this.#count(piece), hasTime, time);
	}

	/** Whether a field was seen; some entries near an instant, and the newest, are looked at for it at once. */
	has(name: string, time: Micros): boolean {
		if (this.#isKnown(name)) {
			return true;
		}

		const {pieces} = this.#buffer;
		const near = pieces[this.#buffer.pieceIndexAt(time)];
		for (const piece of new Set([pieces.at(-1), near])) {
			for (let step = 0; step < nearby / positionsPerStep; step++) {
				if (piece !== undefined) {
					this.#count(piece);
				}
			}
		}

		return this.#isKnown(name);
	}

	/** The fields seen so far, those that most entries have first; behind them what each entry has beside its message. */
	list(): readonly SeenField[] {
		const counts = new Map<string, number>();
		for (const piece of this.#buffer.pieces) {
			const tally = this.#tallies.get(piece);
			if (tally?.shape === piece.shape) {
				for (const [name, count] of tally.counts) {
					counts.set(name, (counts.get(name) ?? 0) + count);
				}
			}
		}

		const seen = [...counts]
			.filter(([name]) => !isEntryField(name))
			.map(([name, count]) => ({name, count, ...this.#describe(name)}))
			.toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
		return seen.length === 0
			? seen
			: [...seen, ...this.#ownFields(), ...this.#deployment()];
	}

	/** As many have them as were looked at, but that some may come without a region. */
	#ownFields(): readonly SeenField[] {
		const {levels, regions, lastTime} = this.#buffer;
		const samples = {
			time: lastTime === undefined ? [] : [formatTime(lastTime)],
			level: levels.names,
			region: regions.names,
		};
		return entryFields.map((name) => ({
			name,
			count: this.countedCount,
			samples: samples[name].filter(Boolean).slice(0, mostSamples),
			isMeasure: false,
		}));
	}

	/** Where entries do not tell of which deployment they are, all are of one. */
	#deployment(): readonly SeenField[] {
		const {deployment} = this.#buffer;
		return deployment === '' || this.#known.has('deployment')
			? []
			: [
					{
						name: 'deployment',
						count: this.countedCount,
						samples: [deployment],
						isMeasure: false,
					},
				];
	}

	#isKnown(name: string): boolean {
		return (
			this.#known.has(name) ||
			isEntryField(name) ||
			(name === 'deployment' && this.#buffer.deployment !== '') ||
			(isIdField(name) &&
				this.#buffer.pieces.some(({segment}) => segment.ids.has(name)))
		);
	}

	#describe(name: string): Pick<SeenField, 'samples' | 'isMeasure'> {
		const {samples, measures, others} = this.#known.get(name) ?? {
			samples: [],
			measures: 0,
			others: 0,
		};
		return {samples, isMeasure: measures > others};
	}

	/** Looks at some more entries of a piece, and returns how many: none when none is left. */
	#count(piece: Piece): number {
		let tally = this.#tallies.get(piece);
		if (tally?.shape !== piece.shape) {
			tally = {shape: piece.shape, counted: 0, counts: new Map()};
			this.#tallies.set(piece, tally);
		}

		const {counted} = tally;
		const {offsets} = piece.segment;
		const end = Math.min(piece.count, counted + positionsPerStep);
		for (let left = bytesPerStep; tally.counted < end && left > 0;) {
			const slot = piece.slotAt(tally.counted);
			this.#look(piece, slot, tally.counts);
			tally.counted++;
			left -= (offsets[slot + 1] ?? 0) - (offsets[slot] ?? 0);
		}

		return tally.counted - counted;
	}

	#look({segment}: Piece, slot: number, counts: Map<string, number>) {
		const {bytes, offsets} = segment;
		const fields = this.#fields;
		this.#looked++;
		this.#reader.read(bytes, offsets[slot] ?? 0, (offsets[slot + 1] ?? 1) - 1);
		for (const name of idNames) {
			const id = segment.ids.get(name, slot);
			const known = id === '' ? undefined : this.#know(name);
			if (known !== undefined) {
				this.#note(known, name, counts);
				known.others++;
				addSample(known, id);
			}
		}

		for (let index = 0; index < fields.count; index++) {
			if (fields.isObject(index)) {
				continue;
			}

			const name = this.#nameOf(index);
			const known = this.#know(name);
			if (known === undefined) {
				continue;
			}

			this.#note(known, name, counts);
			this.#learn(known, index);
		}
	}

	/** A name that comes twice in an entry has one value there. */
	#note(known: Known, name: string, counts: Map<string, number>) {
		if (known.seenIn !== this.#looked) {
			known.seenIn = this.#looked;
			counts.set(name, (counts.get(name) ?? 0) + 1);
		}
	}

	/** Names come again and again, and are not made anew each time. */
	#nameOf(index: number): string {
		const hash = this.#fields.nameHash(index);
		let name = this.#names.get(hash);
		if (name === undefined) {
			name = this.#fields.name(index);
			if (this.#names.size < mostNames) {
				this.#names.set(hash, name);
			}
		}

		return name;
	}

	#know(name: string): Known | undefined {
		let known = this.#known.get(name);
		if (known === undefined && this.#known.size < mostNames) {
			known = {samples: [], measures: 0, others: 0, seenIn: -1};
			this.#known.set(name, known);
		}

		return known;
	}

	#learn(known: Known, index: number) {
		const fields = this.#fields;
		const code = this.#values.read(
			fields.source,
			fields.valueFrom[index] ?? 0,
			fields.valueTo[index] ?? 0,
		);
		if (isMeasure(kindOf(code))) {
			known.measures++;
		} else {
			known.others++;
		}

		if (
			known.samples.length < mostSamples &&
			known.measures + known.others <= mostSampled
		) {
			addSample(known, fields.text(index));
		}
	}
}

/** A field that entries have. */
export type SeenField = {
	readonly name: string;
	/** Entries that have it, of those that were looked at. */
	readonly count: number;
	/** Values, the first ones that were seen. */
	readonly samples: readonly string[];
	/** Whether most of its values are numbers, durations or sizes. */
	readonly isMeasure: boolean;
};

/** Names beyond that are not told. */
const mostNames = 2048;
const mostSamples = 8;
/** Samples are looked for among so many values of a field. */
const mostSampled = 4096;
const longestSample = 64;
/** A step of the work takes less than a millisecond. */
const positionsPerStep = 64;
const bytesPerStep = 65_536;
/** So many of the newest entries, and of those at the reader, are looked at when a field is asked for. */
const nearby = 256;

type Tally = {
	readonly shape: number;
	counted: number;
	readonly counts: Map<string, number>;
};

type Known = {
	readonly samples: string[];
	measures: number;
	others: number;
	/** The number of the entry in which it was seen last. */
	seenIn: number;
};

function addSample({samples}: Known, text: string) {
	const sample = text.slice(0, longestSample);
	if (samples.length < mostSamples && !samples.includes(sample)) {
		samples.push(sample);
	}
}

/** That of a buffer. */
export const fieldCatalog = oncePer(
	(buffer: LogBuffer) => new FieldCatalog(buffer),
);

/** Tells which names are those of fields: of what was seen, and of what is asked already. */
export function createFieldTest({
	buffer,
	query,
}: {
	readonly buffer: LogBuffer;
	readonly query: Pick<Query, 'refinements'>;
}): (name: string) => boolean {
	const asked = new Set(
		query.refinements.flatMap((one) =>
			one.kind === 'field' ? [one.name] : [],
		),
	);
	return (name) =>
		asked.has(name) || fieldCatalog(buffer).has(name, Number.POSITIVE_INFINITY);
}
